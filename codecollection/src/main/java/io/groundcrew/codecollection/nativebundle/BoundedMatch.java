package io.groundcrew.codecollection.nativebundle;

import java.util.regex.Pattern;

/** Matches a stranger's pattern with a bounded number of steps: some patterns take years for a short text (case 53). */
public final class BoundedMatch {

    private static final int MOST_STEPS = 5_000_000;

    private BoundedMatch() {}

    /**
     * Whether the whole text matches.
     *
     * @throws UndecidedException when there is no answer within the bounds
     */
    public static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(new CountedText(text)).matches();
        } catch (StackOverflowError e) {
            // The engine recurses for groups, one level a character.
            throw new UndecidedException();
        }
    }

    /** The pattern takes too long for this text. */
    public static final class UndecidedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UndecidedException() {
            super(null, null, false, false);
        }
    }

    /** The engine reads a character at each step. */
    private static final class CountedText implements CharSequence {

        private final String text;
        private int steps;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new UndecidedException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
