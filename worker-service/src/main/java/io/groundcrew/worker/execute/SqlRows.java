package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a statement found, as text.
 *
 * @param head the labels of the columns
 * @param body a cell for each column in each row; empty where the database has null
 * @param more whether there are rows that were left out
 */
record SqlRows(List<String> head, List<List<String>> body, boolean more) {

    /** In characters. */
    private static final int MOST_CELL = 4096;

    private static final int MOST_TEXT = 4 * 1024 * 1024;

    /** Reads so many rows at the most, and no more text than a report can take. */
    static SqlRows read(ResultSet rows, int mostRows) throws SQLException {
        List<String> head = labels(rows.getMetaData());
        List<List<String>> body = new ArrayList<>();
        int taken = 0;
        boolean more = false;
        while (!more && rows.next()) {
            List<String> row = cells(rows, head.size());
            taken += row.stream().mapToInt(String::length).sum();
            more = body.size() == mostRows || taken > MOST_TEXT;
            if (!more) {
                body.add(row);
            }
        }
        return new SqlRows(head, body, more);
    }

    private static List<String> labels(ResultSetMetaData about) throws SQLException {
        List<String> labels = new ArrayList<>();
        for (int column = 1; column <= about.getColumnCount(); column++) {
            labels.add(about.getColumnLabel(column));
        }
        return labels;
    }

    private static List<String> cells(ResultSet rows, int columns) throws SQLException {
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            cells.add(Text.cutTo(Objects.requireNonNullElse(rows.getString(column), ""), MOST_CELL));
        }
        return cells;
    }

    /** The cells of one of the rows by their columns. */
    Map<String, String> named(List<String> row) {
        Map<String, String> named = new HashMap<>();
        for (int n = 0; n < head.size(); n++) {
            named.put(head.get(n), row.get(n));
        }
        return named;
    }

    /** The cell of a column in the first row; null when there is no such column or no row. */
    @Nullable
    String first(String column) {
        int index = head.indexOf(column);
        return index < 0 || body.isEmpty() ? null : body.getFirst().get(index);
    }
}
