package io.groundcrew.worker.execute;

import io.groundcrew.contracts.Sha256;
import io.groundcrew.worker.pool.EnvironmentBuilder;
import io.groundcrew.worker.pool.PreparationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** Keeps one isolated Python environment for each set of requirements and version of the runtime. */
final class PythonEnvironments implements EnvironmentBuilder {

    private static final Logger log = LoggerFactory.getLogger(PythonEnvironments.class);
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration KEPT_UNUSED = Duration.ofDays(7);

    /** An installer unpacks what it only looks at, and reserves more memory than it uses. */
    private static final Map<String, Long> LIMITS = Map.of("diskBytes", 8L << 30, "memoryBytes", 4L << 30);

    private static final Pattern FOR_INSTALLERS = Pattern.compile(
            "(PIP|UV)_.*|(?i:(HTTP|HTTPS|NO|ALL)_PROXY)|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE");

    private final TaskSupervisor supervisor;
    private final Isolation isolation;
    private final Path runtime;
    private final Path environments;
    private final String python;
    private final Clock clock;
    private final Map<Path, ReentrantLock> turns = new ConcurrentHashMap<>();

    /** @param environments the directory in which environments are made */
    PythonEnvironments(
            TaskSupervisor supervisor,
            Isolation isolation,
            Path runtime,
            Path environments,
            String python,
            Clock clock) {
        this.supervisor = supervisor;
        this.isolation = isolation;
        this.runtime = runtime.toAbsolutePath();
        this.environments = environments.toAbsolutePath();
        this.python = python;
        this.clock = clock;
    }

    @Override
    public Environment build(Path root) throws InterruptedException {
        try {
            Path parent = Files.createDirectories(environments).toRealPath();
            Path target = parent.resolve(key(root, basePackages(root.toRealPath(), parent)));
            ReentrantLock turn = turns.computeIfAbsent(target, _ -> new ReentrantLock());
            turn.lockInterruptibly();
            try {
                String missing = Files.exists(target.resolve("ready")) ? null : build(root.toRealPath(), target);
                Files.setLastModifiedTime(target, FileTime.from(clock.instant()));
                return new Environment(target, missing);
            } finally {
                turn.unlock();
            }
        } catch (IOException e) {
            throw new PreparationException("The Python environment could not be prepared: " + e.getMessage(), e);
        }
    }

    @Override
    public void prune(Set<Path> used) {
        Instant since = clock.instant().minus(KEPT_UNUSED);
        try (DirectoryStream<Path> made = Files.newDirectoryStream(environments.toRealPath())) {
            for (Path environment : made) {
                if (!used.contains(environment)) {
                    removeUnused(environment, since);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.warn("Old environments in {} could not be removed and stay for now: {}", environments, e.toString());
        }
    }

    private void removeUnused(Path environment, Instant since) throws IOException {
        ReentrantLock turn = turns.computeIfAbsent(environment, _ -> new ReentrantLock());
        if (!turn.tryLock()) {
            return;
        }
        try {
            if (Files.getLastModifiedTime(environment).toInstant().isBefore(since)) {
                // First, so that what a worker that is killed here leaves is made anew.
                Files.deleteIfExists(environment.resolve("ready"));
                FileSystemUtils.deleteRecursively(environment);
                log.info("Removed the Python environment {}, which nobody uses any more", environment.getFileName());
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * Three steps, since what is installed may be anybody's code: only the second runs any of it, confined to the target.
     * What is missing is said in a file, so that a restarted worker knows.
     */
    private @Nullable String build(Path root, Path target) throws InterruptedException, IOException {
        Path notice = target.resolve("incomplete");
        if (!Files.exists(notice)) {
            ownStep("create", root, target);
        }
        String missing = null;
        if (Files.exists(target.resolve("requirements.txt"))) {
            try {
                Confinement confinement = isolation.confine(target.resolveSibling(""), root);
                run(step("install", target), root, target, target, confinement);
                Files.deleteIfExists(notice);
            } catch (PreparationException e) {
                missing = String.valueOf(e.getMessage());
                Files.deleteIfExists(notice);
                Files.writeString(notice, missing, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
        }
        ownStep("finish", root, target);
        log.info("Prepared the Python environment {}", target.getFileName());
        return missing;
    }

    private static List<String> step(String name, Path target) {
        return List.of("environment", name, "--target", target.toString());
    }

    private void ownStep(String name, Path root, Path target) throws InterruptedException {
        runOwn(step(name, target), root, target);
    }

    /** Requirements beyond the collection's own, which its Python files ask for by what they import. */
    private String basePackages(Path root, Path directory) throws InterruptedException {
        return runOwn(List.of("base_packages"), root, directory);
    }

    /**
     * Runs what executes nobody else's code. It begins in an empty directory, since all that lies where a process begins
     * counts as its own: the environments of all collections together may be more than one may have.
     */
    private String runOwn(List<String> module, Path root, Path home) throws InterruptedException {
        try (ExecutionDirectory empty = ExecutionDirectory.in(isolation.room())) {
            return run(module, root, home, empty.path(), Confinement.NONE);
        }
    }

    /** Runs a module of the runtime; what it writes. */
    private String run(List<String> module, Path root, Path home, Path directory, Confinement confinement)
            throws InterruptedException {
        // HOME is the target: what is installed there must not be what the next step begins with.
        List<String> argv = new ArrayList<>(List.of(python, "-s", "-m"));
        argv.add("groundcrew_runtime." + module.getFirst());
        argv.addAll(module.subList(1, module.size()));
        argv.addAll(List.of("--collection", root.toString(), "--runtime", runtime.toString()));
        KeptOutput output = new KeptOutput();
        StartedProcess process = supervisor.start(
                Command.of(argv, environment(home), directory, LONGEST)
                        .confinedTo(confinement)
                        .within(LIMITS),
                output);
        ProcessEnd end;
        try {
            end = process.end().get();
        } catch (InterruptedException e) {
            process.kill(Duration.ZERO);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("An end never fails", e);
        }
        if (!end.isSuccess()) {
            String last = output.lastLine();
            throw new PreparationException(
                    last.isEmpty() || end.killedBy() != null ? "The environment builder " + end.sentence() : last);
        }
        return output.text();
    }

    /** An installation finds its index and proxy as the worker does, and nothing else of what the worker knows. */
    private Map<String, String> environment(Path home) {
        Map<String, String> environment = new HashMap<>();
        System.getenv().forEach((name, value) -> {
            if (FOR_INSTALLERS.matcher(name).matches()) {
                environment.put(name, value);
            }
        });
        environment.put("PATH", Processes.path());
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", home.resolve("tmp").toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("PYTHONPATH", runtime.resolve("src").toString());
        environment.put("PYTHONUNBUFFERED", "1");
        return environment;
    }

    private String key(Path root, String basePackages) throws IOException {
        MessageDigest digest = Sha256.digest();
        digest.update(runtime.toString().getBytes(StandardCharsets.UTF_8));
        for (Path part : List.of(
                root.resolve("requirements.txt"),
                runtime.resolve(".site-packages.stamp"),
                runtime.resolve(".rw-cli.stamp"))) {
            digest.update(Files.isRegularFile(part) ? Files.readAllBytes(part) : new byte[0]);
            digest.update((byte) 0);
        }
        // Nothing where there are none: most environments stay what they are.
        digest.update(basePackages.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(), 0, 12);
    }
}
