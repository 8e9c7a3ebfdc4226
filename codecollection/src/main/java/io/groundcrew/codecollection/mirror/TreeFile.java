package io.groundcrew.codecollection.mirror;

/**
 * One entry below the collection's path.
 *
 * @param path relative to the collection, with forward slashes, as it is there: not checked
 * @param blob id of the content, in a commit the object id, 40 hexadecimal digits; equal ids mean equal content
 * @param kind what it is
 */
public record TreeFile(String path, String blob, Kind kind) {

    /** What an entry can be. */
    public enum Kind {
        FILE,
        EXECUTABLE,
        SYMLINK,
        SUBMODULE
    }

    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
