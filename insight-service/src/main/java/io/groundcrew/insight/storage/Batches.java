package io.groundcrew.insight.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Runs statements over {@link Columns}; a {@code %s} in the SQL stands for their {@code unnest} expression. */
public final class Batches {

    private final JdbcTemplate jdbc;

    public Batches(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * How many rows the statement changed; 0 without a statement when there are no rows to carry.
     *
     * @param more values of the parameters that come after the columns
     */
    public int update(String sql, Columns columns, Object... more) {
        return columns.isEmpty()
                ? 0
                : jdbc.update(sql.formatted(columns.unnest()), statement -> {
                    int next = columns.bind(statement);
                    for (Object value : more) {
                        statement.setObject(next++, value);
                    }
                });
    }

    /** What the statement returned; nothing without a statement when there are no rows to carry. */
    public <T> List<T> query(String sql, Columns columns, RowMapper<T> mapper) {
        return columns.isEmpty() ? List.of() : jdbc.query(sql.formatted(columns.unnest()), columns::bind, mapper);
    }

    /** A time that is there. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    /** A time, or null. */
    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    /** An id, or null. */
    public static @Nullable UUID uuidOrNull(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /** A number, or null. */
    public static @Nullable Double doubleOrNull(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
