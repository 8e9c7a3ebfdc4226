package io.groundcrew.gateway.identity;

import io.groundcrew.chassis.identity.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Tokens as they are stored: by hash, with what they allow. */
final class AccessTokens {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> ROLES = new TypeReference<>() {};

    private final JdbcClient database;

    AccessTokens(JdbcClient database) {
        this.database = database;
    }

    /**
     * Stores a token.
     *
     * @param expires null for never
     */
    UUID add(String secret, String subject, Map<String, Role> roles, Instant now, @Nullable Instant expires) {
        UUID id = UUID.randomUUID();
        database.sql("""
                        INSERT INTO access_token (id, subject, roles, hash, created_at, expires_at)
                        VALUES (:id, :subject, :roles::jsonb, :hash, :now, :expires)""")
                .param("id", id)
                .param("subject", subject)
                .param("roles", write(roles))
                .param("hash", Secrets.hash(secret))
                .param("now", Timestamp.from(now))
                .param("expires", expires == null ? null : Timestamp.from(expires), Types.TIMESTAMP)
                .update();
        return id;
    }

    /** The token with this hash; empty when there is none, or it was revoked or has expired. */
    Optional<Credential> find(byte[] hash, Instant now) {
        return database.sql("""
                        SELECT id, subject, roles, expires_at FROM access_token
                        WHERE hash = :hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)""")
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .query((row, number) -> new Credential(
                        Credential.Via.BEARER,
                        HexFormat.of().formatHex(hash),
                        row.getObject("id", UUID.class),
                        row.getString("subject"),
                        roles(row),
                        instant(row, "expires_at")))
                .optional();
    }

    /** Remembers the use of a token, to the minute. */
    void touch(UUID id, Instant now) {
        database.sql("""
                        UPDATE access_token SET last_used_at = :now
                        WHERE id = :id AND (last_used_at IS NULL OR last_used_at < :before)""")
                .param("id", id)
                .param("now", Timestamp.from(now))
                .param("before", Timestamp.from(now.minusSeconds(60)))
                .update();
    }

    /** Ends a token, and with it every session that was opened with it. */
    void revoke(UUID id, Instant now) {
        database.sql("UPDATE access_token SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
                .param("id", id)
                .param("now", Timestamp.from(now))
                .update();
    }

    static Map<String, Role> roles(ResultSet row) throws SQLException {
        Map<String, Role> roles = new TreeMap<>();
        JSON.readValue(row.getString("roles"), ROLES).forEach((workspace, role) -> roles.put(workspace, Role.of(role)));
        return roles;
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static String write(Map<String, Role> roles) {
        Map<String, String> names = new TreeMap<>();
        roles.forEach((workspace, role) -> names.put(workspace, role.apiName()));
        return JSON.writeValueAsString(names);
    }
}
