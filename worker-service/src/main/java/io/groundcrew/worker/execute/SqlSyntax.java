package io.groundcrew.worker.execute;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where texts, names and comments of a statement begin and end. */
enum SqlSyntax {
    POSTGRESQL {
        @Override
        int opaque(String text, int at) {
            char c = text.charAt(at);
            if (isWord(c)) {
                int end = word(text, at);
                boolean escapes = end - at == 1 && (c == 'e' || c == 'E') && text.startsWith("'", end);
                return escapes ? quoted(text, end, true) : end;
            }
            if (c == '\'' || c == '"') {
                return quoted(text, at, false);
            }
            if (text.startsWith("--", at)) {
                return past(text, "\n", at + 2);
            }
            if (text.startsWith("/*", at)) {
                return nestedComment(text, at);
            }
            if (text.startsWith("::", at)) {
                return at + 2;
            }
            Matcher tag = DOLLAR_QUOTE.matcher(text).region(at, text.length());
            return tag.lookingAt() ? past(text, tag.group(), tag.end()) : at;
        }

        /** The driver reads a question mark as a parameter; doubled it is the operator. */
        @Override
        String questionMark() {
            return "??";
        }
    },
    MARIADB {
        @Override
        int opaque(String text, int at) {
            char c = text.charAt(at);
            if (isWord(c)) {
                return word(text, at);
            }
            if (c == '\'' || c == '"') {
                return quoted(text, at, true);
            }
            if (c == '`') {
                return quoted(text, at, false);
            }
            boolean dashes = text.startsWith("--", at) && (at + 2 == text.length() || text.charAt(at + 2) <= ' ');
            if (c == '#' || dashes) {
                return past(text, "\n", at + 1);
            }
            if (text.startsWith("/*!", at) || text.startsWith("/*M!", at)) {
                throw new IllegalArgumentException(
                        "Expected plain comments, found one that the server executes. Write its content out.");
            }
            return text.startsWith("/*", at) ? past(text, "*/", at + 2) : at;
        }

        @Override
        String questionMark() {
            throw new IllegalArgumentException("Expected parameters as :name, found a question mark. Name it.");
        }
    };

    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$(?:[A-Za-z_\\x80-\\uffff][\\w\\x80-\\uffff]*)?\\$");

    /** The end of what begins at {@code at} and holds no parameters and no semicolon; {@code at} when nothing such does. */
    abstract int opaque(String text, int at);

    /** What a bare question mark becomes. */
    abstract String questionMark();

    private static boolean isWord(char c) {
        return c == '_' || c >= 0x80 || Character.isLetterOrDigit(c);
    }

    /** A dollar within a word belongs to it and opens no quote. */
    private static int word(String text, int from) {
        int end = from;
        while (end < text.length() && (isWord(text.charAt(end)) || text.charAt(end) == '$')) {
            end++;
        }
        return end;
    }

    private static int quoted(String text, int open, boolean escapes) {
        char quote = text.charAt(open);
        int at = open + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            at += escapes && text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, text.length());
    }

    private static int nestedComment(String text, int open) {
        int depth = 0;
        int at = open;
        while (at < text.length()) {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                at += 2;
                if (--depth == 0) {
                    return at;
                }
            } else {
                at++;
            }
        }
        return at;
    }

    private static int past(String text, String end, int from) {
        int found = text.indexOf(end, from);
        return found < 0 ? text.length() : found + end.length();
    }
}
