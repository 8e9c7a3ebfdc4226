package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A real bare repository whose trees may hold anything, also what Git itself would refuse to commit. */
public final class OriginRepository implements AutoCloseable {

    /** One entry of a tree. */
    public record Entry(FileMode mode, byte[] content) {}

    private final Path directory;
    private final Repository repository;

    public OriginRepository(Path directory) throws IOException {
        IsolatedSystemReader.install();
        this.directory = directory;
        this.repository = new FileRepositoryBuilder()
                .setGitDir(directory.toFile())
                .setBare()
                .build();
        repository.create(true);
        repository.updateRef(Constants.HEAD).link("refs/heads/main");
    }

    public static Entry file(String text) {
        return new Entry(FileMode.REGULAR_FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    static Entry executable(String text) {
        return new Entry(FileMode.EXECUTABLE_FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    static Entry link(String target) {
        return new Entry(FileMode.SYMLINK, target.getBytes(StandardCharsets.UTF_8));
    }

    static Entry submodule() {
        return new Entry(FileMode.GITLINK, new byte[0]);
    }

    public CollectionSource source() {
        return CollectionSource.of(RepositoryUrl.parse("file://" + directory, rules()));
    }

    public UrlRules rules() {
        return new UrlRules(List.of(Path.of("/")), List.of());
    }

    public GitMirror mirror(Path at) {
        return mirror(at, source(), MirrorLimits.DEFAULT);
    }

    GitMirror mirror(Path at, CollectionSource source, MirrorLimits limits) {
        return new GitMirror(
                at, source, rules(), limits, Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
    }

    Repository repository() {
        return repository;
    }

    /** Commits these files, and only these, to a branch. */
    public String commit(String branch, Map<String, Entry> files) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId parent = repository.resolve("refs/heads/" + branch);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(tree(inserter, files));
            if (parent != null) {
                commit.setParentId(parent);
            }
            PersonIdent author =
                    new PersonIdent("Test", "test@example.com", Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage("test");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            point("refs/heads/" + branch, id);
            return id.name();
        }
    }

    void point(String ref, ObjectId id) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(id);
        update.setForceUpdate(true);
        update.update();
    }

    void delete(String ref) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setForceUpdate(true);
        update.delete();
    }

    private static ObjectId tree(ObjectInserter inserter, Map<String, Entry> files) throws IOException {
        Map<String, Map<String, Entry>> folders = new TreeMap<>();
        Map<String, Object> here = new TreeMap<>();
        for (Map.Entry<String, Entry> file : files.entrySet()) {
            int slash = file.getKey().indexOf('/');
            if (slash < 0) {
                here.put(file.getKey(), file.getValue());
            } else {
                folders.computeIfAbsent(file.getKey().substring(0, slash), _ -> new TreeMap<>())
                        .put(file.getKey().substring(slash + 1), file.getValue());
            }
        }
        // Git sorts a directory as if its name ended in a slash.
        folders.forEach((name, content) -> here.put(name + "/", content));
        TreeFormatter tree = new TreeFormatter();
        for (Map.Entry<String, Object> entry : here.entrySet()) {
            if (entry.getValue() instanceof Entry(FileMode mode, byte[] content)) {
                ObjectId id = FileMode.GITLINK.equals(mode)
                        ? ObjectId.fromString("0123456789012345678901234567890123456789")
                        : inserter.insert(Constants.OBJ_BLOB, content);
                append(tree, entry.getKey(), mode, id);
            } else {
                String name = entry.getKey().substring(0, entry.getKey().length() - 1);
                append(tree, name, FileMode.TREE, tree(inserter, folders.getOrDefault(name, Map.of())));
            }
        }
        return inserter.insert(tree);
    }

    private static void append(TreeFormatter tree, String name, FileMode mode, ObjectId id) {
        byte[] raw = name.getBytes(StandardCharsets.UTF_8);
        tree.append(raw, mode, id);
    }

    @Override
    public void close() {
        repository.close();
    }
}
