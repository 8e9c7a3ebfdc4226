package io.groundcrew.worker.execute;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement whose {@code :name} parameters became {@code ?}.
 *
 * @param sql with one {@code ?} a parameter
 * @param names of the parameters in order
 */
record BoundStatement(String sql, List<String> names) {

    BoundStatement {
        names = List.copyOf(names);
    }

    /**
     * Passes over texts, names, comments and casts.
     *
     * @throws IllegalArgumentException when there is more than one statement: a second one could end the transaction that
     *     keeps the first from writing
     */
    static BoundStatement of(String text, SqlSyntax syntax) {
        StringBuilder sql = new StringBuilder();
        List<String> names = new ArrayList<>();
        boolean over = false;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = syntax.opaque(text, at);
            boolean comment = end > at && (c == '-' || c == '/' || c == '#');
            if (over && !comment && !Character.isWhitespace(c)) {
                throw new IllegalArgumentException(
                        "Expected one statement, found more after a semicolon. Make a task of each.");
            }
            if (end > at) {
                sql.append(text, at, end);
            } else if (c == ':' && isStart(text, at + 1)) {
                end = at + 1;
                while (end < text.length() && isPart(text.charAt(end))) {
                    end++;
                }
                names.add(text.substring(at + 1, end));
                sql.append('?');
            } else {
                end = at + 1;
                over |= c == ';';
                sql.append(c == '?' ? syntax.questionMark() : String.valueOf(c));
            }
            at = end;
        }
        return new BoundStatement(sql.toString(), names);
    }

    private static boolean isStart(String text, int at) {
        return at < text.length() && isPart(text.charAt(at)) && !Character.isDigit(text.charAt(at));
    }

    private static boolean isPart(char c) {
        return c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
    }
}
