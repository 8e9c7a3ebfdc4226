package io.groundcrew.codecollection.robot;

import java.util.regex.Pattern;

/** Blanks as Robot understands them: Unicode's white space, the no-break space among it, and four control characters. */
final class Blanks {

    /** One blank, in a pattern compiled with {@link Pattern#UNICODE_CHARACTER_CLASS}. */
    static final String ONE = "[\\s\u001c-\u001f]";

    private static final Pattern SOME = Pattern.compile(ONE + "+", Pattern.UNICODE_CHARACTER_CLASS);

    private Blanks() {}

    static String removed(String text) {
        return SOME.matcher(text).replaceAll("");
    }

    /** Each run of blanks as one space. */
    static String single(String text) {
        return SOME.matcher(text).replaceAll(" ");
    }

    static String strip(String text) {
        return stripLeading(stripTrailing(text));
    }

    static String stripLeading(String text) {
        int start = 0;
        while (start < text.length() && blank(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && blank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean blank(char c) {
        // Character.isWhitespace leaves out the three no-break spaces and the next-line character.
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
