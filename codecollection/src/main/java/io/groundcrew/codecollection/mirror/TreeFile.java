package io.groundcrew.codecollection.mirror;

/**
 * One entry of a commit below the collection's path.
 *
 * @param path relative to the collection, with forward slashes, as the repository has it: not checked
 * @param blob object id, 40 hexadecimal digits; equal ids mean equal content
 * @param kind what it is
 */
public record TreeFile(String path, String blob, Kind kind) {

    /** What an entry of a Git tree can be. */
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
