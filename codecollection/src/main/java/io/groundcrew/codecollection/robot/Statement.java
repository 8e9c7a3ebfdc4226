package io.groundcrew.codecollection.robot;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** What a row says to the task or keyword it belongs to; in the row of a title that is what stands behind it. */
    List<Cell> body() {
        return indented ? cells : arguments();
    }

    /** The values of all cells but the first. */
    List<String> values() {
        return arguments().stream().map(Cell::value).toList();
    }

    /**
     * A text over several rows: gaps between cells and further indentation stay as wide as they are written, rows are
     * joined by a newline unless one ends in a backslash, which goes, or in an escaped newline.
     */
    String joinedRows(int from) {
        StringBuilder text = new StringBuilder();
        int base = -1;
        int end = -1;
        @Nullable Cell before = null;
        for (Cell cell : cells.subList(Math.min(from, cells.size()), cells.size())) {
            boolean newRow = before == null || before.line() != cell.line();
            if (newRow) {
                if (before != null && !endsInEscape(before.value())) {
                    text.append('\n');
                }
                end = base;
                if (base < 0
                        || (cell.column() < base
                                && cell.column() > 0
                                && !cell.value().isEmpty())) {
                    base = cell.column();
                }
            }
            if (end > 0 && cell.column() > end) {
                text.append(" ".repeat(cell.column() - end));
            } else if (!newRow) {
                text.append(' ');
            }
            String value = cell.value();
            text.append(value.endsWith("\\") && endsInEscape(value) ? value.substring(0, value.length() - 1) : value);
            end = cell.end();
            before = cell;
        }
        return text.toString().stripTrailing();
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
