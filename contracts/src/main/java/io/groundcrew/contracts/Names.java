package io.groundcrew.contracts;

/** The shapes of names that cross services. Each check returns the name or says what was expected and found. */
public final class Names {

    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String LETTERS = LOWER + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static final Shape WORKSPACE = new Shape(2, 63, LOWER, "-");
    private static final Shape SLX = new Shape(1, 191, LETTERS, "._@-");
    private static final Shape PLACE = new Shape(1, 40, LOWER + "-", "");

    private Names() {}

    /** The characters of a name. Names are checked many times in a run, and a pattern would take many times as long. */
    private static final class Shape {

        private final int shortest;
        private final int longest;
        private final boolean[] atEnds = new boolean[128];
        private final boolean[] inside = new boolean[128];

        /**
         * @param anywhere what any of its characters may be
         * @param between what they may be besides, but for the first and the last
         */
        Shape(int shortest, int longest, String anywhere, String between) {
            this.shortest = shortest;
            this.longest = longest;
            anywhere.chars().forEach(one -> atEnds[one] = inside[one] = true);
            between.chars().forEach(one -> inside[one] = true);
        }

        boolean fits(String name) {
            int last = name.length() - 1;
            if (last < shortest - 1 || last >= longest || !isOf(atEnds, name, 0) || !isOf(atEnds, name, last)) {
                return false;
            }
            for (int at = 1; at < last; at++) {
                if (!isOf(inside, name, at)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isOf(boolean[] characters, String name, int at) {
            char one = name.charAt(at);
            return one < characters.length && characters[one];
        }
    }

    /** A workspace: 2 to 63 of {@code a-z0-9-}, no hyphen at an end, no double hyphen (it separates workspace and SLX). */
    public static String workspace(String name) {
        if (name.contains("--") || !WORKSPACE.fits(name)) {
            throw refused("a workspace name of 2 to 63 lower-case letters, digits and single hyphens", name);
        }
        return name;
    }

    /**
     * An SLX without its workspace: 1 to 191 of {@code A-Za-z0-9._@-}, a letter or digit at each end. Names that are made of what
     * a cloud calls its resources have their case and dots.
     */
    public static String slx(String name) {
        return matching(
                SLX,
                "an SLX name of 1 to 191 letters, digits, hyphens, dots, underscores and @, with a letter or digit at each end",
                name);
    }

    /** A location or a worker pool: 1 to 40 of {@code a-z0-9-}; they become parts of topic names. */
    public static String place(String name) {
        return matching(
                PLACE, "a location, pool or collection name of 1 to 40 lower-case letters, digits and hyphens", name);
    }

    /** A worker's tag: 1 to 40 of {@code a-z0-9-}. */
    public static String workerTag(String name) {
        return matching(PLACE, "a worker tag of 1 to 40 lower-case letters, digits and hyphens", name);
    }

    private static String matching(Shape shape, String expected, String name) {
        if (!shape.fits(name)) {
            throw refused(expected, name);
        }
        return name;
    }

    private static IllegalArgumentException refused(String expected, String found) {
        String shown = found.length() > 80 ? found.substring(0, 80) + "…" : found;
        return new IllegalArgumentException("Expected " + expected + ", found \"" + shown + "\".");
    }
}
