package io.groundcrew.codecollection.mirror;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of a collection, wherever they lie. Not safe for several threads; close it after use. */
public sealed interface CollectionTree extends AutoCloseable permits CommitTree, DirectoryTree {

    /** The commit, 40 hexadecimal digits; null for a directory that is no work tree of a repository. */
    @Nullable
    String commit();

    /** Every entry below the collection's path, in the order of their paths. */
    List<TreeFile> files();

    /**
     * The content of a file.
     *
     * @param maxBytes the largest size that is read
     * @return empty when the file is larger
     * @throws UncheckedIOException when this file is gone or may not be read, which says nothing of the others
     * @throws MirrorUnreadable when the mirror itself is damaged
     */
    Optional<byte[]> read(TreeFile file, int maxBytes);

    @Override
    void close();
}
