package io.groundcrew.codecollection.mirror;

import java.util.regex.Pattern;

/**
 * A path inside a collection, such as {@code codebundles/disk/runbook.robot}: relative, with forward slashes, never
 * leaving the collection.
 *
 * @param value the path without leading or trailing slash; empty means the collection itself
 */
public record CollectionPath(String value) {

    public static final CollectionPath ROOT = new CollectionPath("");

    private static final Pattern SEGMENT = Pattern.compile("[\\p{L}\\p{N}._@+=,~() -]{1,255}");

    /** @throws InvalidSource when the path is absolute, climbs, starts a segment with '-' or names {@code .git} */
    public CollectionPath {
        String reason = value.isEmpty() ? "" : refusal(value);
        if (!reason.isEmpty()) {
            throw new InvalidSource("The path '" + value.replaceAll("[^\\x20-\\x7e]", "?") + "' is refused: " + reason
                    + ". Expected a path inside the repository such as codebundles/disk/runbook.robot.");
        }
    }

    /** Reads a path as people write it: surrounding blanks, a leading {@code ./} and a trailing slash are dropped. */
    public static CollectionPath parse(String text) {
        String path = text.strip();
        while (path.startsWith("./")) {
            path = path.substring(2);
        }
        while (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new CollectionPath(path.equals(".") ? "" : path);
    }

    private static String refusal(String value) {
        if (value.length() > 4_096) {
            return "it is longer than 4096 characters";
        }
        if (value.startsWith("/")) {
            return "it is absolute";
        }
        for (String segment : value.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".") || segment.isEmpty()) {
                return "it has an empty, '.' or '..' part";
            }
            if (segment.startsWith("-")) {
                return "a part starts with '-'";
            }
            if (!SEGMENT.matcher(segment).matches()) {
                return "a part has characters other than letters, digits, blanks and ._@+=,~()-";
            }
            if (segment.equalsIgnoreCase(".git")) {
                return "it names Git's own directory";
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return value;
    }
}
