package io.groundcrew.worker.author;

import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who writes a bundle called shop, and runs it. */
final class Author {

    static final Path RUNTIME =
            Path.of("..", "task-runtime", "target", "runtime").toAbsolutePath().normalize();

    final Path collection;
    final Path data;
    final Map<String, String> variables = new HashMap<>();
    final Map<String, String> secrets = new HashMap<>();
    final Map<String, String> own = new HashMap<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    Author(Path directory) {
        this.collection = directory.resolve("collection");
        this.data = directory.resolve("data");
    }

    Path bundle() {
        return collection.resolve("codebundles/shop");
    }

    Author file(String name, String content) throws IOException {
        Path file = bundle().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    TaskResult run(@Nullable RobotKind wanted, String... titles) throws Exception {
        AuthoredBundle found = AuthoredBundle.find(bundle(), wanted);
        AuthorInputs inputs = AuthorInputs.of(found, variables, secrets, own);
        try (AuthorRun run = AuthorRun.open(found, new AuthorPlace(RUNTIME, data, false))) {
            return run.run(List.of(titles), inputs, Duration.ofMinutes(2), this::log);
        }
    }

    synchronized void log(byte[] bytes, int offset, int length) {
        log.write(bytes, offset, length);
    }

    synchronized String text() {
        return log.toString(StandardCharsets.UTF_8);
    }
}
