package io.groundcrew.codecollection.robot;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The backslash in Robot's cells. */
final class Escapes {

    private static final Pattern ESCAPE =
            Pattern.compile("(\\\\+)(n|r|t|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})?");

    /** A name of an argument is shorter; variables that are never closed would make a search in long texts slow. */
    private static final int LONGEST_NAME = 1_000;

    private Escapes() {}

    /** The text that a keyword receives; variables in it stay as they are. */
    static String unescaped(String text) {
        return text.indexOf('\\') < 0 ? text : ESCAPE.matcher(text).replaceAll(Escapes::replacement);
    }

    private static String replacement(MatchResult match) {
        int backslashes = match.group(1).length();
        String sequence = match.group(2) == null ? "" : match.group(2);
        boolean escapes = backslashes % 2 == 1 && !sequence.isEmpty();
        return Matcher.quoteReplacement("\\".repeat(backslashes / 2) + (escapes ? meaning(sequence) : sequence));
    }

    private static String meaning(String sequence) {
        return switch (sequence.charAt(0)) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            default -> {
                long code = Long.parseLong(sequence.substring(1), 16);
                yield code > Character.MAX_CODE_POINT ? sequence : Character.toString((int) code);
            }
        };
    }

    /** Where a name ends and its value begins: the first equals sign that is neither escaped nor inside a variable; or -1. */
    static int equalsSign(String cell) {
        String text = cell.substring(0, Math.min(cell.length(), LONGEST_NAME));
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                i += 2;
            } else if (c == '=') {
                return i;
            } else {
                i = startsVariable(text, i) ? afterVariable(text, i) : i + 1;
            }
        }
        return -1;
    }

    private static boolean startsVariable(String text, int at) {
        return "$@&%*".indexOf(text.charAt(at)) >= 0 && at + 1 < text.length() && text.charAt(at + 1) == '{';
    }

    /** The position behind a variable and its items, or behind its sigil when it is never closed. */
    private static int afterVariable(String text, int start) {
        int end = closed(text, start + 1, '{', '}');
        if (end < 0) {
            return start + 1;
        }
        while (end < text.length() && text.charAt(end) == '[') {
            int next = closed(text, end, '[', ']');
            if (next < 0) {
                return start + 1;
            }
            end = next;
        }
        return end;
    }

    private static int closed(String text, int open, char left, char right) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == left) {
                depth++;
            } else if (c == right && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }
}
