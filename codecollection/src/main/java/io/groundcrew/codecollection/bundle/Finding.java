package io.groundcrew.codecollection.bundle;

/**
 * Something a reader of the collection should know.
 *
 * @param severity whether the file could be used
 * @param path of the file in the collection
 * @param line 1-based; 0 when it concerns the whole file
 * @param message a sentence
 */
public record Finding(Severity severity, String path, int line, String message) {

    /** How bad it is. */
    public enum Severity {
        /** The file, or the part named, cannot be used. */
        ERROR,
        /** It can be used; something in it is probably not meant so. */
        WARNING
    }
}
