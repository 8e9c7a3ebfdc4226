package io.groundcrew.contracts;

import java.util.regex.Pattern;

/** The shapes of names that cross services. Each check returns the name or says what was expected and found. */
public final class Names {

    private static final Pattern WORKSPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern SLX = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._@-]{0,189}[A-Za-z0-9])?");
    private static final Pattern PLACE = Pattern.compile("[a-z0-9-]{1,40}");

    private Names() {}

    /** A workspace: 2 to 63 of {@code a-z0-9-}, no hyphen at an end, no double hyphen (it separates workspace and SLX). */
    public static String workspace(String name) {
        if (name.length() < 2 || name.contains("--") || !WORKSPACE.matcher(name).matches()) {
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

    private static String matching(Pattern shape, String expected, String name) {
        if (!shape.matcher(name).matches()) {
            throw refused(expected, name);
        }
        return name;
    }

    private static IllegalArgumentException refused(String expected, String found) {
        String shown = found.length() > 80 ? found.substring(0, 80) + "…" : found;
        return new IllegalArgumentException("Expected " + expected + ", found \"" + shown + "\".");
    }
}
