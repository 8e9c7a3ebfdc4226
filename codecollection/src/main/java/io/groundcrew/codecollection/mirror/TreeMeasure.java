package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Lists and weighs the files of one commit below a path, giving up as soon as a limit is passed. */
final class TreeMeasure {

    /** The files of a commit and their unpacked size in bytes. */
    record Measured(List<TreeFile> files, long bytes) {}

    private TreeMeasure() {}

    static Measured measure(
            Repository repository, ObjectId commit, CollectionSource source, MirrorLimits limits, boolean weigh)
            throws SyncFailure, IOException {
        CollectionPath path = source.path();
        List<TreeFile> files = new ArrayList<>();
        long bytes = 0;
        try (ObjectReader reader = repository.newObjectReader();
                RevWalk walk = new RevWalk(reader);
                TreeWalk tree = new TreeWalk(reader)) {
            enter(tree, walk, commit, source);
            while (tree.next()) {
                if (tree.isSubtree()) {
                    if (tree.getDepth() >= limits.depth()) {
                        throw new SyncFailure(
                                SyncStatus.TOO_MANY_FILES,
                                "Expected directories at most " + limits.depth() + " deep in " + source.url()
                                        + ", and commit " + commit.name() + " has deeper ones. Flatten them.");
                    }
                    tree.enterSubtree();
                    continue;
                }
                if (files.size() == limits.files()) {
                    throw new SyncFailure(
                            SyncStatus.TOO_MANY_FILES,
                            "Expected at most " + limits.files() + " files in " + source.url() + where(path)
                                    + ", and commit " + commit.name()
                                    + " has more. Split the repository, name a sub-path, or raise the file limit.");
                }
                TreeFile file =
                        new TreeFile(tree.getPathString(), tree.getObjectId(0).name(), kind(tree.getFileMode(0)));
                files.add(file);
                if (weigh && file.kind() != TreeFile.Kind.SUBMODULE) {
                    bytes += reader.getObjectSize(tree.getObjectId(0), Constants.OBJ_BLOB);
                    if (bytes > limits.bytes()) {
                        throw new SyncFailure(
                                SyncStatus.TOO_LARGE,
                                "Expected at most " + BoundedTransfer.words(limits.bytes()) + " of files in "
                                        + source.url() + where(path) + ", and commit " + commit.name()
                                        + " unpacks to more. Remove large files, or raise the size limit for syncs.");
                    }
                }
            }
        }
        return new Measured(files, bytes);
    }

    private static void enter(TreeWalk tree, RevWalk walk, ObjectId commit, CollectionSource source)
            throws SyncFailure, IOException {
        ObjectId root;
        try {
            root = walk.parseCommit(commit).getTree();
        } catch (IncorrectObjectTypeException | MissingObjectException e) {
            throw new SyncFailure(
                    SyncStatus.MISSING_REF,
                    "Expected " + source.revision().description() + " of " + source.url()
                            + " to lead to a commit, and it leads to " + commit.name()
                            + ", which is none that was sent. Name a branch, tag or commit.",
                    e);
        }
        String path = source.path().value();
        if (path.isEmpty()) {
            tree.addTree(root);
            return;
        }
        try (TreeWalk found = TreeWalk.forPath(walk.getObjectReader(), path, root)) {
            if (found == null || !FileMode.TREE.equals(found.getFileMode(0))) {
                throw new SyncFailure(
                        SyncStatus.MISSING_PATH,
                        "Expected a directory '" + path + "' in " + source.url() + " at commit " + commit.name()
                                + ", and there is none. Correct the collection's sub-path.");
            }
            tree.addTree(found.getObjectId(0));
        }
    }

    private static String where(CollectionPath path) {
        return path.value().isEmpty() ? "" : " below " + path;
    }

    private static TreeFile.Kind kind(FileMode mode) {
        if (FileMode.SYMLINK.equals(mode)) {
            return TreeFile.Kind.SYMLINK;
        }
        if (FileMode.GITLINK.equals(mode)) {
            return TreeFile.Kind.SUBMODULE;
        }
        return FileMode.EXECUTABLE_FILE.equals(mode) ? TreeFile.Kind.EXECUTABLE : TreeFile.Kind.FILE;
    }
}
