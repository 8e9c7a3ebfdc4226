package io.groundcrew.standalone;

import java.util.regex.Pattern;

/** What scripts wrote, for a terminal: colours are taken out, and what could move, hide or reorder text is shown as ?. */
final class TerminalText {

    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;:]*m");
    // Joiners stay: emoji and some scripts need them.
    private static final Pattern ACTED_UPON =
            Pattern.compile("[[\\p{Cntrl}\\p{Cf}\\u0080-\\u009f\\u2028\\u2029]&&[^\\n\\t\\u200c\\u200d]]");

    private TerminalText() {}

    /** Text of several lines. */
    static String lines(String text) {
        String plain = COLOURS.matcher(text).replaceAll("").replace("\r\n", "\n");
        return ACTED_UPON.matcher(plain).replaceAll("?");
    }

    /** Text as one line. */
    static String line(String text) {
        return lines(text).replaceAll("\\s+", " ").strip();
    }

    /** Whether a character is one that a terminal acts upon. */
    static boolean isActedUpon(char character) {
        return ACTED_UPON.matcher(String.valueOf(character)).matches();
    }
}
