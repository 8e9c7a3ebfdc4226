package io.groundcrew.worker.execute;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.worker.pool.PreparedTree;
import io.groundcrew.worker.run.TaskExecution;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs the processes of a run: their environment, their output and their end. */
final class Processes {

    private static final int MOST_RESULT = 5 * 1024 * 1024;
    private static final int MOST_KEPT = 64 * 1024;
    // Of the entry that sandbox.py makes in /etc/passwd.
    private static final String TASK_USER = "groundcrew-task";
    private static final List<String> PASSED_ON = List.of(
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "SSL_CERT_FILE",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "NODE_EXTRA_CA_CERTS",
            "TZ");

    private final TaskSupervisor supervisor;
    private final Isolation isolation;
    private final Path runtime;

    Processes(TaskSupervisor supervisor, Isolation isolation, Path runtime) {
        this.supervisor = supervisor;
        this.isolation = isolation;
        this.runtime = runtime.toAbsolutePath();
    }

    /**
     * How a process ended and what it delivered.
     *
     * @param result bytes of descriptor 3; null when they were more than may be
     * @param start the first bytes of its output
     * @param cut whether there were more
     */
    record Ended(ProcessEnd end, byte @Nullable [] result, byte[] start, boolean cut) {}

    /** Where the directories of runs lie. */
    Path room() {
        return isolation.room();
    }

    /** Runs a program. Null for {@code input}: nothing on standard input. */
    Ended run(
            Step step,
            List<String> argv,
            Map<String, String> more,
            @Nullable String input,
            Duration time,
            boolean result)
            throws InterruptedException {
        return run(step, argv, more, input, time, result, false);
    }

    /** Runs a module of the task runtime with the environment's interpreter. */
    Ended python(
            Step step,
            List<String> arguments,
            Map<String, String> more,
            @Nullable String input,
            Duration time,
            boolean result)
            throws InterruptedException {
        List<String> argv = new ArrayList<>(List.of(
                step.execution().tree().environment().resolve("bin/python").toString(), "-m"));
        argv.addAll(arguments);
        return run(step, argv, more, input, time, result, true);
    }

    private Ended run(
            Step step,
            List<String> argv,
            Map<String, String> more,
            @Nullable String input,
            Duration time,
            boolean result,
            boolean warm)
            throws InterruptedException {
        Map<String, String> environment = environment(step);
        step.execution().identityFiles().forEach((name, content) -> environment.put(name, file(step, name, content)));
        environment.putAll(more);
        Taker taker = new Taker(step.output());
        Path directory = step.directory().path();
        PreparedTree tree = step.execution().tree();
        Confinement confinement = isolation.confine(directory.resolveSibling(""), tree.root(), tree.environment());
        StartedProcess process = supervisor.start(
                new Command(argv, environment, directory, input, time, result, warm, confinement, Map.of()), taker);
        step.output().from(process);
        step.cancellation().onCancel(() -> process.kill(Duration.ofSeconds(5)));
        try {
            ProcessEnd end = process.end().join();
            return new Ended(
                    end, taker.tooMuch ? null : taker.result.toByteArray(), taker.start.bytes(), taker.start.isCut());
        } finally {
            step.cancellation().stepIsOver();
            step.output().from(null);
        }
    }

    /** Says in the collected result what a killed process means for the run. */
    static void conclude(Step step, String what, ProcessEnd end) {
        Outcome outcome = "timeout".equals(end.killedBy())
                ? Outcome.TIMED_OUT
                : "cancel".equals(end.killedBy()) ? Outcome.CANCELLED : Outcome.FAILED;
        step.collected().end(outcome, what + " " + end.sentence() + ".");
    }

    private static String file(Step step, String name, String content) {
        try {
            return step.directory().secretFile(name, content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("The file that " + name + " names could not be made for the run", e);
        }
    }

    private Map<String, String> environment(Step step) {
        TaskExecution execution = step.execution();
        Map<String, String> environment = new HashMap<>();
        for (String name : PASSED_ON) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.putAll(execution.variables());
        environment.putAll(execution.environment());
        if (execution.variables().containsKey("RW_LOOKBACK_WINDOW")) {
            environment.put(
                    "RW_LOOKBACK_WINDOW",
                    Objects.requireNonNull(execution.variables().get("RW_LOOKBACK_WINDOW")));
        }
        environment.put("PATH", execution.tree().environment().resolve("bin") + File.pathSeparator + path());
        environment.put("USER", TASK_USER);
        environment.put("LOGNAME", TASK_USER);
        // What /etc/passwd says, too; a bash that is not told looks there each time it starts.
        environment.put("SHELL", "/bin/bash");
        environment.put("HOME", step.directory().path().toString());
        environment.put("TMPDIR", step.directory().path().toString());
        // Not LANG: each of its twelve categories is a file that every program would open, and C is the same for the
        // others.
        environment.put("LC_CTYPE", "C.UTF-8");
        environment.put("PYTHONUNBUFFERED", "1");
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("PYTHONPATH", pythonPath(execution.tree().root()));
        return environment;
    }

    /** Ours first; a collection's own RW.CLI before the one that comes with the runtime. */
    private String pythonPath(Path collection) {
        return String.join(
                File.pathSeparator,
                runtime.resolve("src").toString(),
                collection.toString(),
                collection.resolve("libraries").toString(),
                runtime.resolve("rw-cli").toString());
    }

    /** Where programs are looked for: as the worker does. */
    static String path() {
        return Objects.requireNonNullElse(System.getenv("PATH"), "/usr/local/bin:/usr/bin:/bin");
    }

    Path runtimeFile(String name) {
        return runtime.resolve("src/groundcrew_runtime").resolve(name);
    }

    private static final class Taker implements OutputListener {

        private final RunOutput output;
        private final ByteArrayOutputStream result = new ByteArrayOutputStream();
        private final PrintedStart start = new PrintedStart(MOST_KEPT);
        private volatile boolean tooMuch;

        Taker(RunOutput output) {
            this.output = output;
        }

        @Override
        public void output(byte[] bytes) {
            output.write(bytes);
            start.output(bytes);
        }

        @Override
        public void errors(byte[] bytes) {
            output.errors(bytes);
            start.errors(bytes);
        }

        @Override
        public void result(byte[] bytes) {
            if (result.size() + bytes.length > MOST_RESULT) {
                tooMuch = true;
            } else {
                result.writeBytes(bytes);
            }
        }
    }
}
