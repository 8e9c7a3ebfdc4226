package io.groundcrew.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place that starts PostgreSQL's programs, as a user they accept: they refuse root, so root runs them in a
 * user namespace of their own where it is nobody, or else as the user nobody.
 */
final class PostgresProcess {

    private static final Logger log = LoggerFactory.getLogger(PostgresProcess.class);

    /**
     * The end of standard input says that the JVM died, or the server: then nothing is signalled, since its id may be another
     * program's. The watcher is orphaned on purpose: PostgreSQL takes the death of a child that it does not know for a crash.
     * To be followed by the data directory and the command.
     */
    static final String STOP_WITH_PARENT = """
            exec 3<&0
            runs() {
              if [ -d /proc/self ]; then tr '\\0' ' ' <"/proc/$$/cmdline"; else ps -ww -o args= -p $$; fi 2>/dev/null
            }
            ( (read -r end <&3; case "$(runs)" in *" -D $0 "*) kill -INT $$ ;; esac) & )
            exec "$@" </dev/null 3<&-
            """;

    private static final String NOBODY = "65534";

    private static final Duration SESSIONS_END = Duration.ofMinutes(1);

    /** Of what is being made. */
    private static final String UNFINISHED = "data.new";

    private final PostgresBinaries binaries;
    private final Path directory;
    private final List<String> runAs;
    private final PostmasterFile postmaster;

    private PostgresProcess(PostgresBinaries binaries, Path directory, List<String> runAs) {
        this.binaries = binaries;
        this.directory = directory;
        this.runAs = runAs;
        this.postmaster = new PostmasterFile(directory.resolve("data"));
    }

    static PostgresProcess in(Path directory) throws IOException, InterruptedException {
        boolean root = new UnixSystem().getUid() == 0;
        if (!root) {
            return new PostgresProcess(
                    PostgresBinaries.unpack(PostgresBinaries.cache(directory)), directory, List.of());
        }
        if (succeeds("unshare", "-U", "true")) {
            return new PostgresProcess(
                    PostgresBinaries.unpack(PostgresBinaries.cache(directory)), directory, List.of("unshare", "-U"));
        }
        return asNobody(directory);
    }

    /** For root where user namespaces are forbidden, as in many containers. */
    static PostgresProcess asNobody(Path directory) throws IOException, InterruptedException {
        List<String> setpriv = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        var process = new PostgresProcess(PostgresBinaries.unpack(directory), directory, setpriv);
        process.run("chown", "-R", NOBODY + ":" + NOBODY, directory.toString());
        var reach = new ArrayList<>(setpriv);
        reach.addAll(List.of("test", "-x", process.binaries.program("postgres")));
        if (!succeeds(reach.toArray(String[]::new))) {
            throw new EmbeddedStartException(
                    "PostgreSQL does not run as root, and the user nobody cannot reach %s;".formatted(directory)
                            + " start as an ordinary user or choose a data directory whose parents anybody may enter");
        }
        return process;
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    Path data() {
        return postmaster.data();
    }

    /** Makes the cluster beside and renames it: a kill in the middle leaves nothing half made where it will be looked for. */
    void initialise(Path passwordFile) throws IOException, InterruptedException {
        removeUnfinished();
        Path beside =
                directory.resolve(UNFINISHED + "-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        run(as(binaries.program("initdb"))
                .with("-D", beside.toString())
                .with("-U", "postgres", "-A", "scram-sha-256", "--pwfile=" + passwordFile)
                .with("-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
                .with("--no-instructions")
                .toArray());
        Files.move(beside, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void removeUnfinished() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, UNFINISHED + "*")) {
            for (Path unfinished : left) {
                try {
                    Directories.delete(unfinished);
                } catch (IOException | UncheckedIOException e) {
                    log.info(
                            "{} stays for now, since the initdb of an earlier life may still write to it",
                            unfinished,
                            e);
                }
            }
        }
    }

    /**
     * Starts the server and returns when it accepts connections.
     *
     * @param settings {@code name=value} each
     * @param patience how long it may take, with the recovery of a server that was killed
     */
    Process start(List<String> settings, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + SESSIONS_END.toNanos();
        while (true) {
            Process server = launch(settings);
            if (becomesReady(server, patience)) {
                return server;
            }
            String words = lastWords();
            // Sessions of a server that was killed need a moment to notice it.
            if (!words.contains("shared memory block") || System.nanoTime() > deadline) {
                throw new EmbeddedStartException("PostgreSQL did not start in %s (exit code %d): %s"
                        .formatted(directory, server.exitValue(), words));
            }
        }
    }

    private Process launch(List<String> settings) throws IOException, InterruptedException {
        if (Files.exists(output())) {
            Files.move(output(), directory.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        // In a session of its own, else Ctrl-C would stop it before those who need it.
        var command = new Command(succeeds("setsid", "true") ? List.of("setsid") : List.of())
                .with("/bin/sh", "-c", STOP_WITH_PARENT, data().toString())
                .with(runAs.toArray(String[]::new))
                .with(binaries.program("postgres"), "-D", data().toString());
        settings.forEach(setting -> command.with("-c", setting));
        return new ProcessBuilder(command.toArray())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
    }

    /** False when it ended instead. When that cannot be awaited, it is ended: nobody else knows of it yet. */
    private boolean becomesReady(Process server, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean ready = false;
        try {
            while (!ready && !server.waitFor(15, TimeUnit.MILLISECONDS)) {
                ready = postmaster.saysReady(server.pid());
                if (!ready && System.nanoTime() > deadline) {
                    throw new EmbeddedStartException("PostgreSQL was not ready after %d s; its last words: %s"
                            .formatted(patience.toSeconds(), lastWords()));
                }
            }
            return ready;
        } finally {
            if (!ready) {
                server.destroyForcibly();
            }
        }
    }

    private Path output() {
        return directory.resolve("postgres.log");
    }

    /** The end of what the server said last. */
    String lastWords() {
        return lastWords(output());
    }

    /** Stops the server of a JVM that died, and only that: its id may belong to another process by now. */
    void endFirstLife() throws IOException, InterruptedException {
        var left = postmaster.process();
        if (left.isEmpty()) {
            return;
        }
        if (!postmaster.isServer(left.get().info())) {
            postmaster.delete();
            return;
        }
        log.info(
                "Stopping the PostgreSQL (process {}) that an earlier life left",
                left.get().pid());
        stop(left.get());
    }

    /** Ends the server: in order, or at once when that takes more than 15 s. */
    void stop(Process server) throws IOException, InterruptedException {
        if (server.isAlive()) {
            stop(server.toHandle());
        }
        server.waitFor();
    }

    private void stop(ProcessHandle server) throws IOException, InterruptedException {
        if (!succeeds(stopCommand("fast")) && server.isAlive()) {
            log.warn("PostgreSQL in {} did not stop within 15 s and is ended at once; it recovers on start", directory);
            run(stopCommand("immediate"));
        }
    }

    private String[] stopCommand(String mode) {
        return as(binaries.program("pg_ctl"))
                .with("stop", "-D", data().toString(), "-w", "-t", "15", "-m", mode)
                .toArray();
    }

    private Command as(String program) {
        return new Command(runAs).with(program);
    }

    private void run(String... command) throws IOException, InterruptedException {
        Path output = directory.resolve("setup.log");
        int status = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new EmbeddedStartException(
                    "%s failed with exit code %d: %s".formatted(String.join(" ", command), status, lastWords(output)));
        }
    }

    private static String lastWords(Path output) {
        try {
            List<String> all = Files.readAllLines(output);
            return all.isEmpty() ? "none" : String.join(" | ", all.subList(Math.max(0, all.size() - 6), all.size()));
        } catch (IOException e) {
            return "none (" + e + ")";
        }
    }

    private static final class Command {
        private final List<String> words;

        Command(List<String> first) {
            words = new ArrayList<>(first);
        }

        Command with(String... more) {
            words.addAll(List.of(more));
            return this;
        }

        String[] toArray() {
            return words.toArray(String[]::new);
        }
    }
}
