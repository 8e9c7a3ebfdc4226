package io.groundcrew.gateway.identity;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions of browsers; each ends with its token, by log-out, after its lifetime, or when nobody uses it. */
final class Sessions {

    private final JdbcClient database;
    private final IdentityProperties.SessionLimits limits;

    Sessions(JdbcClient database, IdentityProperties.SessionLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    /** Opens a session and returns its secret; what has ended before is removed on the way. */
    String open(UUID tokenId, Instant now) {
        database.sql("DELETE FROM session WHERE expires_at <= :now OR last_used_at <= :idle")
                .param("now", Timestamp.from(now))
                .param("idle", Timestamp.from(now.minus(limits.idle())))
                .update();
        String secret = Secrets.fresh();
        database.sql("""
                        INSERT INTO session (hash, token_id, created_at, last_used_at, expires_at)
                        VALUES (:hash, :token, :now, :now, :expires)""")
                .param("hash", Secrets.hash(secret))
                .param("token", tokenId)
                .param("now", Timestamp.from(now))
                .param("expires", Timestamp.from(now.plus(limits.lifetime())))
                .update();
        return secret;
    }

    /** The session with this hash, as far as it and its token still hold. */
    Optional<Credential> find(byte[] hash, Instant now) {
        return database.sql("""
                        SELECT t.id, t.subject, t.roles, t.expires_at, s.expires_at AS session_expires_at
                        FROM session s JOIN access_token t ON t.id = s.token_id
                        WHERE s.hash = :hash AND s.expires_at > :now AND s.last_used_at > :idle
                          AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > :now)""")
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .param("idle", Timestamp.from(now.minus(limits.idle())))
                .query((row, number) -> new Credential(
                        Credential.Via.SESSION,
                        HexFormat.of().formatHex(hash),
                        row.getObject("id", UUID.class),
                        row.getString("subject"),
                        AccessTokens.roles(row),
                        earlier(
                                AccessTokens.instant(row, "session_expires_at"),
                                AccessTokens.instant(row, "expires_at"))))
                .optional();
    }

    /** Remembers the use of a session, to the minute. */
    void touch(byte[] hash, Instant now) {
        database.sql("UPDATE session SET last_used_at = :now WHERE hash = :hash AND last_used_at < :before")
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .param("before", Timestamp.from(now.minus(Duration.ofMinutes(1))))
                .update();
    }

    void close(byte[] hash) {
        database.sql("DELETE FROM session WHERE hash = :hash")
                .param("hash", hash)
                .update();
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
