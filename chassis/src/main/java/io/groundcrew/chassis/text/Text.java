package io.groundcrew.chassis.text;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes texts that others wrote fit for storing. */
public final class Text {

    private static final String CUT = "…";

    private Text() {}

    /** The text without what PostgreSQL cannot store: NUL and halves of surrogate pairs become U+FFFD. */
    public static String storable(String text) {
        boolean clean = true;
        for (int i = 0; i < text.length() && clean; i++) {
            char c = text.charAt(i);
            clean = c != 0 && !Character.isSurrogate(c);
        }
        if (clean) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** The text, cut and marked with an ellipsis when it is longer than so many bytes of UTF-8; null stays null. */
    public static @Nullable String cut(@Nullable String text, int maxBytes) {
        return text == null ? null : cutTo(text, maxBytes);
    }

    /** As {@link #cut}, for a text that is there. */
    public static String cutTo(String text, int maxBytes) {
        if (text.length() * 3L <= maxBytes) {
            return text;
        }
        // Encoding would make question marks of halves of surrogate pairs.
        byte[] bytes = storable(text).getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= maxBytes) {
            return text;
        }
        int end = maxBytes - CUT.getBytes(StandardCharsets.UTF_8).length;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + CUT;
    }
}
