package io.groundcrew.gateway.identity;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the admin token at the first start, and another one whenever the configured generation is raised. The file is
 * written before the database commits: a crash between the two leaves a file that the next start replaces, never a token
 * that nobody has.
 */
final class AdminToken implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(AdminToken.class);
    private static final String SUBJECT = "admin";
    private static final long LOCK = 0x67635f61646d696eL;

    /** A database that goes away right now comes back: a minute, as long as is waited for it before. */
    private static final RetryPolicy WHILE_IT_IS_AWAY = RetryPolicy.builder()
            .includes(TransactionException.class, DataAccessResourceFailureException.class)
            .maxRetries(120)
            .delay(Duration.ofMillis(500))
            .build();

    private final JdbcClient database;
    private final TransactionTemplate transactions;
    private final AccessTokens tokens;
    private final IdentityProperties properties;
    private final Clock clock;

    AdminToken(
            JdbcClient database,
            TransactionTemplate transactions,
            AccessTokens tokens,
            IdentityProperties properties,
            Clock clock) {
        this.database = database;
        this.transactions = transactions;
        this.tokens = tokens;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        @Nullable
        String made = new RetryTemplate(WHILE_IT_IS_AWAY).invoke(() -> transactions.execute(status -> makeWhereDue()));
        Path file = properties.adminTokenFile().toAbsolutePath();
        if (made != null) {
            log.info("Made an admin token, shown here once and kept in {}: {}", file, made);
        } else if (!Files.exists(file)) {
            log.info(
                    "The admin token file {} is not there. If the token is lost, start once with"
                            + " gateway.admin-token-generation above {} to have a new one made.",
                    file,
                    properties.adminTokenGeneration());
        }
    }

    private @Nullable String makeWhereDue() {
        // Two gateways that start at once must not both make one.
        database.sql("SELECT pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query((row, number) -> 0)
                .single();
        Optional<Made> before = database.sql("SELECT token_id, generation FROM admin_token")
                .query((row, number) -> new Made(row.getObject("token_id", UUID.class), row.getInt("generation")))
                .optional();
        if (before.isPresent() && before.get().generation() >= properties.adminTokenGeneration()) {
            return null;
        }
        Instant now = clock.instant();
        String secret = "gc_" + Secrets.fresh();
        UUID id = tokens.add(secret, SUBJECT, Map.of(Caller.EVERYWHERE, Role.ADMIN), now, null);
        before.ifPresent(made -> tokens.revoke(made.token(), now));
        database.sql("""
                        INSERT INTO admin_token (token_id, generation) VALUES (:token, :generation)
                        ON CONFLICT (only_row) DO UPDATE
                        SET token_id = excluded.token_id, generation = excluded.generation""")
                .param("token", id)
                .param("generation", properties.adminTokenGeneration())
                .update();
        write(secret);
        return secret;
    }

    private void write(String secret) {
        Path file = properties.adminTokenFile().toAbsolutePath();
        try {
            Path directory = Objects.requireNonNull(file.getParent(), "A file is in a directory");
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path fresh = Files.createTempFile(
                    directory,
                    "admin-token",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, secret + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Could not write the admin token to " + file + "; make its directory writable, or set"
                            + " gateway.admin-token-file to another place",
                    e);
        }
    }

    private record Made(UUID token, int generation) {}
}
