package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collection's repository on our disk. Any number of objects and threads of one process may use the same directory:
 * syncs of it wait for each other, reading never waits. Two processes must not share a directory.
 */
public final class GitMirror {

    private static final Logger log = LoggerFactory.getLogger(GitMirror.class);
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final String INCOMPLETE = ".incoming-";
    private static final int MOST_TOLD = 5;
    private static final ConcurrentMap<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Path directory;
    private final BareRepository bare;
    private final Path stateFile;
    private final CollectionSource source;
    private final UrlRules rules;
    private final MirrorLimits limits;
    private final Clock clock;

    /**
     * @param directory of this collection alone; made at the first sync
     * @param source what is mirrored; another source for the same directory is another mirror object
     * @param rules checked again at each sync, since links may have changed
     */
    public GitMirror(Path directory, CollectionSource source, UrlRules rules, MirrorLimits limits, Clock clock) {
        IsolatedSystemReader.install();
        this.directory = directory.toAbsolutePath().normalize();
        this.bare = new BareRepository(this.directory.resolve("git"));
        this.stateFile = this.directory.resolve("state.properties");
        this.source = source;
        this.rules = rules;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Brings the mirror to what the remote has now. Never throws for anything a remote, a network or a disk does: the
     * result says it. A failing sync keeps the last good commit.
     */
    public SyncResult sync() {
        return locked(null);
    }

    /**
     * Brings exactly this commit, for someone who was told to run it. Asks no remote when the mirror has it.
     *
     * @param commit 40 lower-case hexadecimal digits
     * @return a result whose commit is this one, or null after a failure
     * @throws InvalidSource when it is not a commit id
     */
    public SyncResult fetch(String commit) {
        return locked(checked(commit));
    }

    /** The commit of the last good sync of this repository and path; survives restarts. */
    public Optional<String> lastGoodCommit() {
        return state().map(MirrorState::commit);
    }

    /**
     * Opens a fetched commit for reading.
     *
     * @throws MirrorUnreadable when the commit was never fetched into this mirror, or the disk failed
     */
    public CommitTree tree(String commit) {
        Repository repository = opened(commit);
        try {
            List<TreeFile> files = TreeMeasure.measure(repository, ObjectId.fromString(commit), source, limits, false)
                    .files();
            return new CommitTree(repository, commit, files);
        } catch (SyncFailure | IOException e) {
            repository.close();
            throw new MirrorUnreadable(
                    "Commit " + commit + " cannot be read from the mirror " + directory + ": " + e.getMessage()
                            + " Sync the collection again.",
                    e);
        }
    }

    /**
     * Writes the files of a fetched commit to {@code <cache>/<commit>}, all or nothing, or gives what is already there if it
     * is as it was written: a power cut may have emptied files, and a task that was not confined may have changed some. Safe
     * for concurrent callers, also in several processes.
     *
     * @throws MirrorUnreadable when the commit was never fetched into this mirror, or a disk failed
     */
    public Checkout checkout(String commit, Path cache) {
        Path target = cache.toAbsolutePath().normalize().resolve(checked(commit));
        try {
            if (Files.isDirectory(target) && hasChanged(target)) {
                discard(target);
            }
            if (!Files.isDirectory(target)) {
                write(commit, target);
            }
            CheckoutRecord written = CheckoutRecord.of(target);
            return new Checkout(commit, target, written.written().size(), written.skipped());
        } catch (IOException e) {
            throw new MirrorUnreadable(
                    "Commit " + commit + " could not be written to " + target
                            + ". Check free space and permissions there.",
                    e);
        }
    }

    private static boolean hasChanged(Path target) {
        try {
            List<String> differences = CheckoutRecord.of(target).differences(target);
            if (!differences.isEmpty()) {
                log.warn(
                        "{} has changed since it was written and is written anew: {}",
                        target,
                        String.join(", ", differences.subList(0, Math.min(differences.size(), MOST_TOLD))));
            }
            return !differences.isEmpty();
        } catch (MirrorUnreadable e) {
            log.warn("{} is written anew: {}", target, e.getMessage());
            return true;
        }
    }

    private static void discard(Path target) throws IOException {
        Path away = Files.createTempDirectory(target.getParent(), INCOMPLETE);
        try {
            Files.move(target, away.resolve(target.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            log.debug("{} was taken away by someone else meanwhile", target);
        } finally {
            BareRepository.removeTree(away);
        }
    }

    private void write(String commit, Path target) throws IOException {
        Path cache = Files.createDirectories(target.getParent());
        Path work = Files.createTempDirectory(cache, INCOMPLETE);
        try (CommitTree tree = tree(commit);
                Repository repository = opened(commit);
                ObjectReader reader = repository.newObjectReader()) {
            Path files = Files.createDirectory(work.resolve(commit));
            CheckoutRecord made = new TreeWriter(files.toRealPath(), reader).write(tree.files());
            Path list = CheckoutRecord.fileOf(files);
            made.write(list);
            // The record first: whoever sees the directory must find it. Every writer writes the same record.
            Files.move(
                    list,
                    CheckoutRecord.fileOf(target),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            try {
                Files.move(files, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (!Files.isDirectory(target)) {
                    throw e;
                }
                log.debug("Commit {} was written by someone else meanwhile", commit);
            }
        } finally {
            BareRepository.removeTree(work);
        }
    }

    private SyncResult locked(@Nullable String commit) {
        ReentrantLock lock = LOCKS.computeIfAbsent(directory, _ -> new ReentrantLock());
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(commit, new SyncFailure(SyncStatus.FAILED, "The sync was interrupted."));
        }
        try {
            CollectionSync sync = new CollectionSync(directory, bare, source, rules, limits);
            CollectionSync.Reached reached =
                    commit == null ? sync.follow(state()) : sync.bring(ObjectId.fromString(commit), state());
            if (commit == null) {
                reached.state().write(stateFile);
            }
            return new SyncResult(
                    reached.status(),
                    reached.state().commit(),
                    clock.instant(),
                    reached.state().files(),
                    reached.sentence());
        } catch (SyncFailure e) {
            return failed(commit, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(commit, Failures.explain(e, source, 0, false));
        } catch (Exception e) {
            return failed(commit, Failures.explain(e, source, 0, false));
        } finally {
            lock.unlock();
        }
    }

    private SyncResult failed(@Nullable String wanted, SyncFailure failure) {
        log.debug("A sync of {} ended {}", source.url(), failure.status(), failure);
        Optional<MirrorState> kept = wanted == null ? state() : Optional.empty();
        return new SyncResult(
                failure.status(),
                kept.map(MirrorState::commit).orElse(null),
                clock.instant(),
                kept.map(MirrorState::files).orElse(0L),
                failure.sentence()
                        + kept.map(state -> " Commit " + state.commit().substring(0, 10) + " stays in use.")
                                .orElse(""));
    }

    private Optional<MirrorState> state() {
        try {
            return MirrorState.read(stateFile)
                    .filter(state -> state.identity().equals(source.url().identity())
                            && state.path().equals(source.path().value())
                            && COMMIT.matcher(state.commit()).matches()
                            && bare.exists());
        } catch (IOException e) {
            log.warn("The state of the mirror {} cannot be read; the next sync starts afresh", directory, e);
            return Optional.empty();
        }
    }

    private Repository opened(String commit) {
        checked(commit);
        try {
            Repository repository = bare.open();
            if (repository.getObjectDatabase().has(ObjectId.fromString(commit))) {
                return repository;
            }
            repository.close();
        } catch (IOException e) {
            throw new MirrorUnreadable("The mirror " + directory + " cannot be opened. Sync the collection first.", e);
        }
        throw new MirrorUnreadable(
                "Commit " + commit + " is not in the mirror " + directory + ". Fetch it or sync the collection first.");
    }

    private static String checked(String commit) {
        if (!COMMIT.matcher(commit).matches()) {
            throw new InvalidSource("Expected a commit id of 40 hexadecimal digits, found '"
                    + commit.replaceAll("[^\\x20-\\x7e]", "?") + "'.");
        }
        return commit;
    }
}
