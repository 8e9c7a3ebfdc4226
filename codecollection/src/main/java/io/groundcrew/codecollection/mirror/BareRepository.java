package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** The bare repository of one mirror on our disk. */
final class BareRepository {

    static final String INCOMING = "refs/groundcrew/incoming";
    static final String GOOD = "refs/groundcrew/good";
    static final String ALL = "refs/groundcrew/all/";
    static final String COMMITS = "refs/groundcrew/commits/";

    private final Path directory;

    BareRepository(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    boolean exists() {
        return Files.isRegularFile(directory.resolve("config")) && Files.isRegularFile(directory.resolve("HEAD"));
    }

    /** Opens it for reading. */
    Repository open() throws IOException {
        return builder().setMustExist(true).build();
    }

    /** Opens it for a sync: made when absent, cleared of what an interrupted sync left. The caller holds the lock. */
    Repository prepare() throws IOException {
        if (!exists()) {
            removeTree(directory);
            Files.createDirectories(directory);
            try (Repository made = builder().build()) {
                made.create(true);
                configure(made);
            }
        }
        removeIncoming();
        return open();
    }

    /** Bytes of packs, finished and incoming. */
    long packBytes() {
        Path objects = directory.resolve("objects");
        return bytesIn(objects) + bytesIn(objects.resolve("pack"));
    }

    /** Takes away what an aborted transfer left behind. */
    void removeIncoming() throws IOException {
        Path objects = directory.resolve("objects");
        if (Files.isDirectory(objects)) {
            try (Stream<Path> files = Files.list(objects)) {
                for (Path file : files.toList()) {
                    if (String.valueOf(file.getFileName()).startsWith("incoming_")) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    static void pointTo(Repository repository, String ref, ObjectId commit) throws IOException {
        RefUpdate update = repository.updateRef(ref);
        update.setNewObjectId(commit);
        update.setForceUpdate(true);
        update.disableRefLog();
        RefUpdate.Result result = update.update();
        switch (result) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw new IOException("The ref " + ref + " could not be written: " + result);
        }
    }

    static void forget(Repository repository, String prefix) throws IOException {
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(prefix)) {
            RefUpdate update = repository.updateRef(ref.getName());
            update.setForceUpdate(true);
            update.delete();
        }
    }

    static void removeTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private FileRepositoryBuilder builder() {
        return new FileRepositoryBuilder()
                .setGitDir(directory.toFile())
                .setBare()
                .setFS(FS.DETECTED);
    }

    private static void configure(Repository repository) throws IOException {
        StoredConfig config = repository.getConfig();
        // Reflogs, hooks, symbolic links and automatic repacking have no use in a mirror and are ways out of it.
        config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "logallrefupdates", false);
        config.setString(ConfigConstants.CONFIG_CORE_SECTION, null, "hooksPath", "/dev/null");
        config.setBoolean(ConfigConstants.CONFIG_CORE_SECTION, null, "symlinks", false);
        config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, "auto", 0);
        config.setString("http", null, "followRedirects", "initial");
        config.setInt("http", null, "maxRedirects", 5);
        config.setString("protocol", "ext", "allow", "never");
        config.setBoolean("submodule", null, "recurse", false);
        config.save();
    }

    private static long bytesIn(Path folder) {
        long sum = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                sum += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
        } catch (IOException e) {
            // A file that is renamed while we count is counted at the next look.
            return sum;
        }
        return sum;
    }
}
