package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * The files of one commit, read from the object database without a checkout. Not safe for several threads; close it
 * after use.
 */
public final class CommitTree implements CollectionTree {

    private final Repository repository;
    private final ObjectReader reader;
    private final String commit;
    private final List<TreeFile> files;

    CommitTree(Repository repository, String commit, List<TreeFile> files) {
        this.repository = repository;
        this.reader = repository.newObjectReader();
        this.commit = commit;
        this.files = List.copyOf(files);
    }

    @Override
    public String commit() {
        return commit;
    }

    @Override
    public List<TreeFile> files() {
        return files;
    }

    @Override
    public Optional<byte[]> read(TreeFile file, int maxBytes) {
        try {
            ObjectLoader loader = reader.open(ObjectId.fromString(file.blob()), Constants.OBJ_BLOB);
            return loader.getSize() > maxBytes ? Optional.empty() : Optional.of(loader.getCachedBytes(maxBytes));
        } catch (LargeObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new MirrorUnreadable(
                    "The file " + file.path() + " of commit " + commit
                            + " cannot be read from the mirror " + repository.getDirectory()
                            + ". Delete that directory and sync again.",
                    e);
        }
    }

    @Override
    public void close() {
        reader.close();
        repository.close();
    }
}
