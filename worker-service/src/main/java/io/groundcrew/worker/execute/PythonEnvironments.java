package io.groundcrew.worker.execute;

import io.groundcrew.worker.pool.EnvironmentBuilder;
import io.groundcrew.worker.pool.PreparationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one isolated Python environment for each set of requirements and version of the runtime. */
public final class PythonEnvironments implements EnvironmentBuilder {

    private static final Logger log = LoggerFactory.getLogger(PythonEnvironments.class);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final TaskSupervisor supervisor;
    private final Path runtime;
    private final Path environments;
    private final String python;

    /** @param environments the directory in which environments are made */
    public PythonEnvironments(TaskSupervisor supervisor, Path runtime, Path environments, String python) {
        this.supervisor = supervisor;
        this.runtime = runtime.toAbsolutePath();
        this.environments = environments.toAbsolutePath();
        this.python = python;
    }

    @Override
    public Path build(Path root) throws InterruptedException {
        try {
            Files.createDirectories(environments);
            Path target = environments.resolve(key(root));
            if (!Files.exists(target.resolve("ready"))) {
                build(root, target);
            }
            return target;
        } catch (IOException e) {
            throw new PreparationException("The Python environment could not be prepared: " + e.getMessage(), e);
        }
    }

    private void build(Path root, Path target) throws InterruptedException {
        List<String> argv = List.of(
                python,
                "-m",
                "groundcrew_runtime.environment",
                "--collection",
                root.toAbsolutePath().toString(),
                "--target",
                target.toString(),
                "--runtime",
                runtime.toString());
        // An installation is the worker's own doing and finds its index and proxy as the worker does.
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PYTHONPATH", runtime.resolve("src").toString());
        environment.put("PYTHONUNBUFFERED", "1");
        Tail tail = new Tail();
        StartedProcess process =
                supervisor.start(new Command(argv, environment, environments, null, LONGEST, false), tail);
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
            String last = tail.text();
            throw new PreparationException(last.isEmpty() ? "The environment builder " + end.sentence() : last);
        }
        log.info("Prepared the Python environment {}", target.getFileName());
    }

    private String key(Path root) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(runtime.toString().getBytes(StandardCharsets.UTF_8));
            for (Path part : List.of(
                    root.resolve("requirements.txt"),
                    runtime.resolve(".site-packages.stamp"),
                    runtime.resolve(".rw-cli.stamp"))) {
                digest.update(Files.isRegularFile(part) ? Files.readAllBytes(part) : new byte[0]);
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static final class Tail implements OutputListener {

        private static final int MOST = 64 * 1024;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public synchronized void output(byte[] bytes) {
            if (kept.size() + bytes.length > MOST) {
                kept.reset();
            }
            kept.writeBytes(bytes);
        }

        @Override
        public void result(byte[] bytes) {
            throw new IllegalStateException("Nothing reads descriptor 3 here");
        }

        /** The last line, which is the builder's sentence. */
        synchronized String text() {
            return kept.toString(StandardCharsets.UTF_8).strip().lines().reduce("", (_, line) -> line);
        }
    }
}
