package io.groundcrew.codecollection.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TreeFormatter;

/**
 * A bare repository with one commit on {@code main} that holds a directory as it is. Author and time are fixed, so the same
 * files always give the same commit.
 */
public final class PublishedRepository {

    private static final PersonIdent AUTHOR = new PersonIdent(
            "Groundcrew", "groundcrew@localhost", Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private PublishedRepository() {}

    /** Publishes the directory named first as the repository named second. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("Expected <directory> <repository>, found " + List.of(arguments));
        }
        publish(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    /**
     * Writes the repository, or brings an existing one to the directory's present content.
     *
     * @return the commit's id
     */
    public static String publish(Path directory, Path repository) throws IOException {
        try (FileRepository git = new FileRepository(repository.toFile())) {
            if (!git.getObjectDatabase().exists()) {
                git.create(true);
            }
            try (ObjectInserter inserter = git.newObjectInserter()) {
                CommitBuilder commit = new CommitBuilder();
                commit.setTreeId(tree(inserter, directory));
                commit.setAuthor(AUTHOR);
                commit.setCommitter(AUTHOR);
                commit.setMessage("Publish " + directory.getFileName() + "\n");
                ObjectId id = inserter.insert(commit);
                inserter.flush();
                point(git, id);
                return id.name();
            }
        }
    }

    private static void point(FileRepository git, ObjectId commit) throws IOException {
        RefUpdate main = git.updateRef(Constants.R_HEADS + "main");
        main.setNewObjectId(commit);
        main.setForceUpdate(true);
        main.update();
        git.updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
    }

    private static ObjectId tree(ObjectInserter inserter, Path directory) throws IOException {
        List<Path> children;
        try (Stream<Path> listed = Files.list(directory)) {
            children = listed.filter(path -> !path.getFileName().toString().equals("__pycache__"))
                    .sorted((a, b) -> gitName(a).compareTo(gitName(b)))
                    .toList();
        }
        TreeFormatter tree = new TreeFormatter();
        for (Path child : children) {
            String name = child.getFileName().toString();
            if (Files.isDirectory(child)) {
                tree.append(name, FileMode.TREE, tree(inserter, child));
            } else {
                FileMode mode = Files.isExecutable(child) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
                tree.append(name, mode, inserter.insert(Constants.OBJ_BLOB, Files.readAllBytes(child)));
            }
        }
        return inserter.insert(tree);
    }

    /** Git sorts a directory as if its name ended in a slash. */
    private static String gitName(Path path) {
        return path.getFileName() + (Files.isDirectory(path) ? "/" : "");
    }
}
