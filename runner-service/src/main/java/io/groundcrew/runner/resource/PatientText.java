package io.groundcrew.runner.resource;

/** Text that a pattern may look at only so often: a pattern that backtracks without end is stopped. */
final class PatientText implements CharSequence {

    private static final int MOST_LOOKS = 2_000_000;

    private final String text;
    private int looks;

    PatientText(String text) {
        this.text = text;
    }

    /** The pattern looked too often. */
    static final class Exhausted extends RuntimeException {}

    @Override
    public char charAt(int index) {
        if (++looks > MOST_LOOKS) {
            throw new Exhausted();
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
