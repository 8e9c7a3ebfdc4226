package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.codecollection.publish.PublishedRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What scenarios have in common: collections, documents, runs and a pulse that must go on. */
final class Scenario {

    static final String TASKS = "codebundles/tasks/codebundle.yaml";

    private static final Path COLLECTIONS = Installation.HOME.resolve("system-tests/src/test/collections");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Api api;
    private final Path directory;

    /** @param directory of the test; tasks, which may be users of their own, reach the files in it by name */
    Scenario(Api api, Path directory) {
        this.api = api;
        this.directory = directory;
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Git repository of its own with the given collection's files. */
    Path repository(String collection, String name) {
        Path files = directory.resolve(name + "-files");
        Path repository = directory.resolve(name + ".git");
        copy(COLLECTIONS.resolve(collection), files);
        publish(files, repository);
        return repository;
    }

    /** Where the files of {@link #repository} can be changed before they are published again. */
    Path files(String name) {
        return directory.resolve(name + "-files");
    }

    static String publish(Path files, Path repository) {
        try {
            return PublishedRepository.publish(files, repository);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Registers a repository and waits until workers can run it. */
    void collection(String name, Path repository) {
        Api.Answer answer = api.register(name, repository.toUri().toString());
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        await().atMost(PATIENCE)
                .until(() -> api.get("/api/v3/codecollections/" + name)
                        .body()
                        .path("environment")
                        .path("state")
                        .asString("")
                        .equals("ready"));
    }

    /** Applies an SLX with a Runbook and, with an interval over 0, an SLI. */
    void slx(
            String name,
            Path repository,
            String sliPath,
            String runbookPath,
            int intervalSeconds,
            Map<String, String> variables) {
        Api.Answer answer = api.apply(document(name, repository, sliPath, runbookPath, intervalSeconds, variables));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        answer.body()
                .forEach(result -> assertThat(result.path("result").asString(""))
                        .as(answer.text())
                        .isIn("created", "updated", "unchanged"));
    }

    static String document(
            String name,
            Path repository,
            String sliPath,
            String runbookPath,
            int intervalSeconds,
            Map<String, String> variables) {
        String config = variables.entrySet().stream()
                .map(e -> "    - {name: " + e.getKey() + ", value: \"" + e.getValue() + "\"}\n")
                .collect(Collectors.joining());
        String configProvided = config.isEmpty() ? "  configProvided: []\n" : "  configProvided:\n" + config;
        String slx = """
                apiVersion: runwhen.com/v1
                kind: ServiceLevelX
                metadata: {name: default--%s}
                spec:
                  alias: %s
                  statement: It is well.
                  tags: [{name: platform, value: Linux}]
                """.formatted(name, name);
        String sli = """
                ---
                apiVersion: runwhen.com/v1
                kind: ServiceLevelIndicator
                metadata: {name: default--%s}
                spec:
                  locations: [local]
                  codeBundle: {repoUrl: "%s", ref: main, pathToRobot: %s}
                  intervalStrategy: intermezzo
                  intervalSeconds: %d
                """.formatted(name, repository.toUri(), sliPath, intervalSeconds) + configProvided;
        String runbook = """
                ---
                apiVersion: runwhen.com/v1
                kind: Runbook
                metadata: {name: default--%s}
                spec:
                  location: local
                  codeBundle: {repoUrl: "%s", ref: main, pathToRobot: %s}
                """.formatted(name, repository.toUri(), runbookPath) + configProvided;
        return slx + (intervalSeconds > 0 ? sli : "") + runbook;
    }

    /** Runs one task and answers with the finished run request. */
    JsonNode ran(String slx, String title) {
        return finished(start(slx, title));
    }

    /** Asks for one task and answers with the id of its run request. */
    String start(String slx, String title) {
        Api.Answer answer = api.runTasks(slx, List.of(title));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body().path("runRequests").get(0).path("id").asString("");
    }

    JsonNode finished(String run) {
        await().atMost(PATIENCE)
                .until(() -> api.runRequest(run).path("isCompleted").asBoolean(false));
        return api.runRequest(run);
    }

    List<JsonNode> samples(String slx) {
        Api.Answer answer = api.get(Api.WORKSPACE + "/slxs/" + slx + "/sli/recent");
        return answer.body().isArray() ? answer.body().valueStream().toList() : List.of();
    }

    List<JsonNode> openIssues(String slx) {
        return api.get(Api.WORKSPACE + "/issues?closed=false&slx=" + slx).results();
    }

    /** The pulse (a check every 5 s) went on: it has a sample since then, and none of its gaps is over three intervals. */
    void pulseWentOnSince(Instant then) {
        await().atMost(Duration.ofSeconds(20)).until(() -> times("pulse").anyMatch(time -> time.isAfter(then)));
        List<Instant> since =
                times("pulse").filter(time -> time.isAfter(then)).sorted().toList();
        Instant before = then;
        for (Instant time : since) {
            assertThat(Duration.between(before, time)).as("gap before %s", time).isLessThan(Duration.ofSeconds(15));
            before = time;
        }
    }

    private Stream<Instant> times(String slx) {
        return samples(slx).stream()
                .map(sample -> Instant.parse(sample.path("timestamp").asString("")));
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from).sorted(Comparator.naturalOrder())) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
