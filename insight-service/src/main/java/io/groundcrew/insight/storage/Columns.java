package io.groundcrew.insight.storage;

import io.groundcrew.chassis.text.Text;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a batch, held column by column so that one statement with {@code unnest} carries all of them. Texts are made
 * storable on the way: PostgreSQL refuses the character NUL.
 */
public final class Columns {

    private final List<String> types;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();

    /** Columns of the given PostgreSQL types, for example {@code uuid}. */
    public Columns(String... types) {
        this.types = List.of(types);
        for (int i = 0; i < types.length; i++) {
            columns.add(new ArrayList<>());
        }
    }

    /** Adds a row; takes as many values as there are columns. */
    public Columns row(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    "Expected " + columns.size() + " values for a row, found " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            columns.get(i).add(storable(values[i]));
        }
        return this;
    }

    public boolean isEmpty() {
        return columns.getFirst().isEmpty();
    }

    /** The table expression: {@code unnest(?::uuid[], …)}. */
    public String unnest() {
        return "unnest("
                + String.join(
                        ", ", types.stream().map(type -> "?::" + type + "[]").toList()) + ")";
    }

    /**
     * Sets the arrays as the statement's first parameters.
     *
     * @return the number of the parameter after them
     */
    public int bind(PreparedStatement statement) throws SQLException {
        Connection connection = statement.getConnection();
        for (int i = 0; i < types.size(); i++) {
            List<@Nullable Object> column = columns.get(i);
            Object[] values = types.get(i).equals("bytea") ? column.toArray(byte[][]::new) : column.toArray();
            statement.setArray(i + 1, connection.createArrayOf(types.get(i), values));
        }
        return types.size() + 1;
    }

    private static @Nullable Object storable(@Nullable Object value) {
        return switch (value) {
            case String text -> Text.storable(text);
            // PostgreSQL would round what it cannot keep, and an instant must stay equal to itself.
            case Instant instant -> instant.truncatedTo(ChronoUnit.MICROS).toString();
            case null, default -> value;
        };
    }
}
