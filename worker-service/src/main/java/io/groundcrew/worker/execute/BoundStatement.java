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
     * Passes over quoted texts and names, comments, dollar quotes and {@code ::} casts.
     *
     * @throws IllegalArgumentException when there is more than one statement: a second one could end the transaction that
     *     keeps the first from writing
     */
    static BoundStatement of(String text) {
        StringBuilder sql = new StringBuilder();
        List<String> names = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = opaque(text, at);
            if (end > at) {
                sql.append(text, at, end);
            } else if (text.charAt(at) == ':' && isStart(text, at + 1)) {
                end = at + 1;
                while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                    end++;
                }
                names.add(text.substring(at + 1, end));
                sql.append('?');
            } else {
                end = at + 1;
                if (text.charAt(at) == ';' && !text.substring(end).isBlank()) {
                    throw new IllegalArgumentException(
                            "Expected one statement, found more after a semicolon. Make a task of each.");
                }
                // The driver reads a question mark as a parameter; doubled it is PostgreSQL's operator.
                sql.append(text.charAt(at) == '?' ? "??" : String.valueOf(text.charAt(at)));
            }
            at = end;
        }
        return new BoundStatement(sql.toString(), names);
    }

    private static boolean isStart(String text, int at) {
        return at < text.length() && (Character.isLetter(text.charAt(at)) || text.charAt(at) == '_');
    }

    /** The end of what begins at {@code at} and holds no parameters; {@code at} when nothing such does. */
    private static int opaque(String text, int at) {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            return past(text, String.valueOf(c), at + 1);
        }
        if (text.startsWith("--", at)) {
            return past(text, "\n", at + 2);
        }
        if (text.startsWith("/*", at)) {
            return past(text, "*/", at + 2);
        }
        if (text.startsWith("::", at)) {
            return at + 2;
        }
        if (c == '$') {
            int close = text.indexOf('$', at + 1);
            if (close > 0 && text.substring(at + 1, close).matches("\\w*")) {
                return past(text, text.substring(at, close + 1), close + 1);
            }
        }
        return at;
    }

    private static int past(String text, String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }
}
