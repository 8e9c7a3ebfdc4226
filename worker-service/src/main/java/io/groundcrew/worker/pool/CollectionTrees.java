package io.groundcrew.worker.pool;

import io.groundcrew.codecollection.mirror.CollectionPath;
import io.groundcrew.codecollection.mirror.CollectionSource;
import io.groundcrew.codecollection.mirror.GitMirror;
import io.groundcrew.codecollection.mirror.InvalidSource;
import io.groundcrew.codecollection.mirror.MirrorLimits;
import io.groundcrew.codecollection.mirror.MirrorUnreadable;
import io.groundcrew.codecollection.mirror.RepositoryUrl;
import io.groundcrew.codecollection.mirror.Revision;
import io.groundcrew.codecollection.mirror.SyncResult;
import io.groundcrew.codecollection.mirror.UrlRules;
import io.groundcrew.contracts.fleet.PoolAnnounced;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collections' files and environments by commit. Each is made once, kept while somebody uses it, and pruned later. */
final class CollectionTrees {

    private final Path directory;
    private final int kept;
    private final UrlRules rules;
    private final PoolCredentials credentials;
    private final EnvironmentBuilder environments;
    private final Clock clock;
    private final Map<Path, Entry> entries = new ConcurrentHashMap<>();

    CollectionTrees(
            PoolProperties properties, PoolCredentials credentials, EnvironmentBuilder environments, Clock clock) {
        this.directory = properties.dataDirectory().toAbsolutePath().normalize();
        this.kept = properties.keptTrees();
        this.rules = new UrlRules(properties.fileRoots().stream().map(Path::of).toList(), List.of(directory));
        this.credentials = credentials;
        this.environments = environments;
        this.clock = clock;
    }

    /** The pool's commit, made ready first where it is not; close the lease when it is no longer used. */
    TreeLease lease(PoolAnnounced pool, String commit) throws InterruptedException {
        Path cache = cacheOf(pool);
        while (true) {
            Entry entry = entries.computeIfAbsent(cache.resolve(commit), _ -> new Entry());
            entry.lock.lockInterruptibly();
            try {
                if (entry.pruned) {
                    continue;
                }
                PreparedTree tree = entry.tree;
                if (tree == null) {
                    tree = prepare(pool, commit, cache);
                    entry.tree = tree;
                }
                entry.users++;
                entry.usedAt = clock.instant();
                return new TreeLease(tree, () -> release(entry));
            } finally {
                entry.lock.unlock();
            }
        }
    }

    /** Whether a commit was made ready and has not been pruned since. */
    boolean has(PoolAnnounced pool, String commit) {
        Entry entry = entries.get(cacheOf(pool).resolve(commit));
        return entry != null && entry.tree != null;
    }

    /** Tries again what could not be installed for a commit; null when nothing is missing now, else what and why. */
    @Nullable
    String complete(PoolAnnounced pool, String commit) throws InterruptedException {
        Entry entry = entries.get(cacheOf(pool).resolve(commit));
        if (entry == null) {
            return null;
        }
        entry.lock.lockInterruptibly();
        try {
            PreparedTree tree = entry.tree;
            if (tree != null && tree.missing() != null) {
                tree = withEnvironment(commit, tree.root());
                entry.tree = tree;
            }
            return tree == null ? null : tree.missing();
        } finally {
            entry.lock.unlock();
        }
    }

    /** Removes from disk what is neither in use, nor the given commit, nor among the last used. */
    void prune(PoolAnnounced pool, String commit) {
        Path cache = cacheOf(pool);
        TreeCache.removeOldest(cache, kept, commit, tree -> usedAt(tree), this::forget);
        environments.prune(entries.values().stream()
                .map(entry -> entry.tree)
                .filter(Objects::nonNull)
                .map(PreparedTree::environment)
                .collect(Collectors.toSet()));
    }

    private @Nullable Instant usedAt(Path tree) {
        Entry entry = entries.get(tree);
        return entry == null ? null : entry.usedAt;
    }

    /** Whether nobody uses the tree; from then on nobody gets it from here. */
    private boolean forget(Path tree) {
        Entry entry = entries.get(tree);
        if (entry == null) {
            return true;
        }
        if (!entry.lock.tryLock()) {
            return false;
        }
        try {
            if (entry.users > 0) {
                return false;
            }
            entry.pruned = true;
            entries.remove(tree, entry);
            return true;
        } finally {
            entry.lock.unlock();
        }
    }

    private void release(Entry entry) {
        entry.lock.lock();
        try {
            entry.users--;
            entry.usedAt = clock.instant();
        } finally {
            entry.lock.unlock();
        }
    }

    private PreparedTree prepare(PoolAnnounced pool, String commit, Path cache) throws InterruptedException {
        try {
            GitMirror mirror = new GitMirror(
                    directory.resolve("mirrors").resolve(cache.getFileName()),
                    new CollectionSource(
                            RepositoryUrl.parse(pool.repoUrl(), rules),
                            new Revision.DefaultBranch(),
                            CollectionPath.parse(pool.repoPath()),
                            credentials.open(pool)),
                    rules,
                    MirrorLimits.DEFAULT,
                    clock);
            SyncResult fetched = mirror.fetch(commit);
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while commit " + commit + " was fetched");
            }
            if (!fetched.succeeded()) {
                throw new PreparationException(fetched.message());
            }
            Path root = mirror.checkout(commit, cache).directory();
            return withEnvironment(commit, root);
        } catch (InvalidSource | MirrorUnreadable e) {
            throw new PreparationException(String.valueOf(e.getMessage()), e);
        }
    }

    private PreparedTree withEnvironment(String commit, Path root) throws InterruptedException {
        EnvironmentBuilder.Environment environment = environments.build(root);
        return new PreparedTree(commit, root, environment.directory(), environment.missing());
    }

    /** Another repository or sub-path under the same name has other trees, even at the same commit. */
    private Path cacheOf(PoolAnnounced pool) {
        String source = RepositoryUrl.identityOf(pool.repoUrl()) + '\n' + pool.repoPath();
        String id =
                UUID.nameUUIDFromBytes(source.getBytes(StandardCharsets.UTF_8)).toString();
        return directory.resolve("trees").resolve(pool.pool() + "-" + id.substring(0, 8));
    }

    private static final class Entry {
        final ReentrantLock lock = new ReentrantLock();

        volatile @Nullable PreparedTree tree;

        volatile Instant usedAt = Instant.EPOCH;
        int users;
        boolean pruned;
    }
}
