package io.groundcrew.worker.execute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps tasks from the worker's files and processes and from each other, as far as this machine lets the worker. How far
 * that is, is tried once with a real process.
 */
final class Isolation {

    private static final Logger log = LoggerFactory.getLogger(Isolation.class);
    // Far above the ids that systems and their containers give out, and below 2^31, which some programs take for
    // negative.
    private static final int FIRST_USER = 700_000_000;
    private static final int USERS = 100_000_000;
    private static final Duration PROBE_TIME = Duration.ofSeconds(20);
    private static final String ABOUT_PYTHON =
            "import os, sys; print(os.geteuid(), os.path.realpath(sys.executable), sys.base_prefix, sep='\\n')";

    /** How far the machine goes. */
    enum Level {
        USERS_AND_NAMESPACES("Each run is a user of its own and sees only its own files and processes"),
        USERS("Each run is a user of its own"),
        NAMESPACES("Runs are the worker's user, and see only their own files and processes"),
        NONE("Tasks are NOT isolated: they run as the worker's user and can read what it can read. Start the worker as"
                + " root, or allow user namespaces, or run only collections that you trust");

        private final String sentence;

        Level(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Level level;
    private final Path room;
    private final List<Path> hidden;
    private final List<Path> always;
    // A restarted worker must not give out the users whose files may still lie about.
    private final AtomicInteger users =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(USERS));

    private Isolation(Level level, Path room, List<Path> hidden, List<Path> always) {
        this.level = level;
        this.room = room;
        this.hidden = hidden;
        this.always = always;
    }

    /**
     * Tries what the machine allows, with a process in a new directory in {@code parent}.
     *
     * @param hidden places of which tasks may see nothing
     * @throws IllegalStateException when the interpreter does not run at all
     */
    static Isolation probe(TaskSupervisor supervisor, Path runtime, String python, List<Path> hidden, Path parent) {
        try {
            ExecutionDirectory.removeLeft(parent);
            Path room = openedTo(parent);
            List<String> about = lines(supervisor, List.of(python, "-c", ABOUT_PYTHON), room, Confinement.NONE);
            if (about.size() != 3) {
                throw new IllegalStateException("Expected \"" + python
                        + "\" to be a Python interpreter, but it does not run. Name one in worker.execute.python.");
            }
            boolean root = about.get(0).equals("0");
            Path interpreter = Path.of(about.get(1));
            List<Path> always =
                    List.of(runtime.toRealPath(), Path.of(about.get(2)).toRealPath());
            for (Level level : root ? List.of(Level.USERS_AND_NAMESPACES, Level.USERS) : List.of(Level.NAMESPACES)) {
                Isolation candidate = new Isolation(level, room, List.copyOf(hidden), always);
                if (candidate.works(supervisor, interpreter, runtime)) {
                    log.info("{}", level.sentence);
                    return candidate;
                }
            }
            log.warn("{}", Level.NONE.sentence);
            return new Isolation(Level.NONE, room, List.of(), always);
        } catch (IOException e) {
            throw new UncheckedIOException("The isolation of tasks could not be tried in " + parent, e);
        }
    }

    private boolean works(TaskSupervisor supervisor, Path interpreter, Path runtime) throws IOException {
        String reach =
                "import os, sys, json; print(os.listdir(sys.argv[1]) and open('probe', 'w').close() or 'reached')";
        try (ExecutionDirectory directory = ExecutionDirectory.in(room)) {
            List<String> argv = List.of(
                    interpreter.toString(), "-c", reach, runtime.resolve("src").toString());
            return lines(supervisor, argv, directory.path(), confine(room)).equals(List.of("reached"));
        }
    }

    private static List<String> lines(
            TaskSupervisor supervisor, List<String> argv, Path directory, Confinement confinement) {
        KeptOutput output = new KeptOutput();
        Map<String, String> environment = Map.of("PATH", Processes.path(), "LANG", "C.UTF-8");
        ProcessEnd end = supervisor
                .start(Command.of(argv, environment, directory, PROBE_TIME).confinedTo(confinement), output)
                .end()
                .join();
        if (!end.isSuccess()) {
            log.debug("A probe of the isolation {}: {}", end.sentence(), output.text());
            return List.of();
        }
        return output.text().lines().toList();
    }

    /** Makes a directory whose entries their owners can reach, and nobody can list. */
    private static Path openedTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        return directory.toRealPath();
    }

    Level level() {
        return level;
    }

    /** Where the directories of runs lie; a path without links. */
    Path room() {
        return room;
    }

    /**
     * The confinement of the next run.
     *
     * @param parent the directory in which the run's own directory lies
     * @param visible what it may read of what is hidden, beside the interpreter and the task runtime
     */
    Confinement confine(Path parent, Path... visible) {
        Integer user = switch (level) {
            case USERS_AND_NAMESPACES, USERS -> FIRST_USER + Math.floorMod(users.getAndIncrement(), USERS);
            case NAMESPACES, NONE -> null;
        };
        return switch (level) {
            case USERS_AND_NAMESPACES, NAMESPACES -> {
                List<Path> readable = new ArrayList<>(always);
                readable.addAll(List.of(visible));
                yield new Confinement(user, new Confinement.View(hidden, readable, parent));
            }
            case USERS, NONE -> new Confinement(user, null);
        };
    }
}
