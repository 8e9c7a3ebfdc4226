package io.groundcrew.codecollection.robot;

import java.util.ArrayList;
import java.util.List;

/**
 * A row with its continuation rows.
 *
 * @param cells without separators, comments and continuation marks; never empty
 * @param indented whether the row starts with a separator
 */
record Statement(List<Cell> cells, boolean indented) {

    String first() {
        return cells.getFirst().value();
    }

    int line() {
        return cells.getFirst().line();
    }

    List<Cell> arguments() {
        return cells.subList(1, cells.size());
    }

    /** The values of all cells but the first. */
    List<String> values() {
        return arguments().stream().map(Cell::value).toList();
    }

    /** Cells of one row joined by a blank, rows by a newline unless the row ends in a backslash or an escaped newline. */
    String joinedRows(int from) {
        List<String> rows = new ArrayList<>();
        int line = -1;
        for (Cell cell : cells.subList(Math.min(from, cells.size()), cells.size())) {
            if (cell.line() == line) {
                rows.set(rows.size() - 1, rows.getLast() + " " + cell.value());
            } else {
                rows.add(cell.value());
                line = cell.line();
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            String row = rows.get(i);
            boolean last = i == rows.size() - 1;
            text.append(row);
            if (!last && !endsInEscape(row)) {
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static boolean endsInEscape(String row) {
        String start = row.endsWith("n") ? row.substring(0, row.length() - 1) : row;
        int backslashes = 0;
        while (backslashes < start.length() && start.charAt(start.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
