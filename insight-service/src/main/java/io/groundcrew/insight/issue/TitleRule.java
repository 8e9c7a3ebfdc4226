package io.groundcrew.insight.issue;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How issue titles are compared: blanks collapsed, lower case, and every number, hex id, UUID and time as {@code #}, but
 * what stands in backticks as it is, since that names a thing.
 */
final class TitleRule {

    /** Rises when the rule changes; it is stored with each issue. */
    static final int VERSION = 1;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** From the most to the least specific. Digits inside a word, as in {@code node1}, are a part of a name. */
    private static final Pattern VARYING = Pattern.compile("""
            (?<![\\p{L}\\p{N}_])(?:\
            [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\\p{L}\\p{N}_])\
            |\\d{4}-\\d{2}-\\d{2}(?:[t ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?(?:z|[+-]\\d{2}:?\\d{2})?)?\
            |\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?\
            |0x[0-9a-f]+\
            |(?=[a-f]*\\d)(?=\\d*[a-f])[0-9a-f]{6,64}(?![\\p{L}\\p{N}_])\
            |\\d+(?:[.,]\\d+)*)""");

    private TitleRule() {}

    static String normalise(String title) {
        StringBuilder normalised = new StringBuilder(title.length());
        int from = 0;
        while (from < title.length()) {
            int open = title.indexOf('`', from);
            int close = open < 0 ? -1 : title.indexOf('`', open + 1);
            if (close < 0) {
                normalised.append(outside(title.substring(from)));
                break;
            }
            normalised.append(outside(title.substring(from, open))).append(title, open, close + 1);
            from = close + 1;
        }
        return normalised.toString().strip();
    }

    private static String outside(String text) {
        String plain = BLANKS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
        return VARYING.matcher(plain).replaceAll("#");
    }
}
