package io.groundcrew.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place that starts PostgreSQL's programs, as a user they accept: they refuse root, so root runs them in a
 * user namespace of their own where it is nobody, or else as the user nobody.
 */
final class PostgresProcess {

    private static final Logger log = LoggerFactory.getLogger(PostgresProcess.class);

    /**
     * A line on standard input says that all is well; its end says that the JVM died, and the server stops. The watcher
     * is orphaned on purpose: PostgreSQL takes the death of a child that it does not know for a crash.
     */
    private static final String STOP_WITH_PARENT =
            "exec 3<&0; ( (read -r word <&3 || kill -INT $$) & ); exec \"$@\" </dev/null 3<&-";

    private static final String NOBODY = "65534";

    /** Of what is being made. */
    private static final String UNFINISHED = "data.new";

    private final PostgresBinaries binaries;
    private final Path directory;
    private final List<String> runAs;

    private PostgresProcess(PostgresBinaries binaries, Path directory, List<String> runAs) {
        this.binaries = binaries;
        this.directory = directory;
        this.runAs = runAs;
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
        return directory.resolve("data");
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
     */
    Process start(List<String> settings) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            Path output = directory.resolve("postgres.log");
            if (Files.exists(output)) {
                Files.move(output, directory.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            // In a session of its own, else Ctrl-C would stop it before those who need it.
            var command = new Command(succeeds("setsid", "true") ? List.of("setsid") : List.of())
                    .with("/bin/sh", "-c", STOP_WITH_PARENT, "sh")
                    .with(runAs.toArray(String[]::new))
                    .with(binaries.program("postgres"), "-D", data().toString());
            settings.forEach(setting -> command.with("-c", setting));
            Process server = new ProcessBuilder(command.toArray())
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            while (!server.waitFor(15, TimeUnit.MILLISECONDS)) {
                if (isReady(server)) {
                    return server;
                }
                if (System.nanoTime() > deadline) {
                    server.destroy();
                    throw new EmbeddedStartException(
                            "PostgreSQL was not ready after 60 s; its last words: " + lastWords(output));
                }
            }
            String words = lastWords(output);
            // Sessions of a server that was killed need a moment to notice it.
            if (!words.contains("shared memory block") || System.nanoTime() > deadline) {
                throw new EmbeddedStartException("PostgreSQL did not start in %s (exit code %d): %s"
                        .formatted(directory, server.exitValue(), words));
            }
        }
    }

    private boolean isReady(Process server) throws IOException {
        List<String> lines = pidFile();
        return lines.size() > 7
                && lines.get(0).equals(Long.toString(server.pid()))
                && lines.get(7).strip().equals("ready");
    }

    private List<String> pidFile() throws IOException {
        Path file = data().resolve("postmaster.pid");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Stops the server of a JVM that died, and only that: its id may belong to another process by now. */
    void endFirstLife() throws IOException, InterruptedException {
        List<String> lines = pidFile();
        if (lines.isEmpty()) {
            return;
        }
        var left = ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive);
        if (left.isEmpty()) {
            return;
        }
        if (!isOurs(left.get())) {
            Files.delete(data().resolve("postmaster.pid"));
            return;
        }
        log.info(
                "Stopping the PostgreSQL (process {}) that an earlier life left",
                left.get().pid());
        stopServer();
    }

    private boolean isOurs(ProcessHandle process) {
        List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
        int directoryFlag = arguments.indexOf("-D");
        return directoryFlag >= 0
                && directoryFlag + 1 < arguments.size()
                && arguments.get(directoryFlag + 1).equals(data().toString())
                && process.info()
                        .command()
                        .filter(it -> it.endsWith("/postgres"))
                        .isPresent();
    }

    /** Ends the server: in order, or at once when that takes more than 15 s. */
    void stop(Process server) throws IOException, InterruptedException {
        if (server.isAlive()) {
            stopServer();
        }
        try (var watcher = server.outputWriter(StandardCharsets.US_ASCII)) {
            watcher.write("stopped\n");
        } catch (IOException gone) {
            log.debug("The watcher of PostgreSQL is gone already", gone);
        }
        server.waitFor();
    }

    private void stopServer() throws IOException, InterruptedException {
        if (!succeeds(stopCommand("fast")) && !pidFile().isEmpty()) {
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

    private static String lastWords(Path output) throws IOException {
        try (Stream<String> lines = Files.lines(output)) {
            List<String> all = lines.toList();
            return String.join(" | ", all.subList(Math.max(0, all.size() - 6), all.size()));
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
