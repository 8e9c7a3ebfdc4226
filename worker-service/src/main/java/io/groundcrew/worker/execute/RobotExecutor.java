package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs a {@code .robot} file with Robot Framework and reads what it left in its directory. All of that is untrusted. */
final class RobotExecutor {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long MOST_FILE = 16L * 1024 * 1024;

    private final Processes processes;

    RobotExecutor(Processes processes) {
        this.processes = processes;
    }

    void run(Step step) throws InterruptedException, IOException {
        List<String> arguments = List.of(
                "groundcrew_runtime.robot_run",
                "--robot",
                step.file().toString(),
                "--execution",
                step.directory().path().toString());
        String titles = step.execution().taskTitles().isEmpty()
                ? "*"
                : JSON.writeValueAsString(step.execution().taskTitles());
        ProcessEnd end = processes
                .python(
                        step,
                        arguments,
                        Map.of("RW_TASK_TITLES", titles),
                        JSON.writeValueAsString(step.execution().secrets()),
                        step.left(),
                        false)
                .end();
        Path directory = step.directory().path();
        Path result = directory.resolve("result.json");
        Map<String, String> unresolved = new HashMap<>();
        if (!end.isSuccess() || !Files.isRegularFile(result, LinkOption.NOFOLLOW_LINKS)) {
            Processes.conclude(step, "Robot Framework", end);
        } else {
            readResult(step, result, unresolved);
        }
        // Also of a run that was killed: what it found by then is kept.
        Path logs = directory.resolve("robot_logs");
        if (Files.isSymbolicLink(logs)) {
            step.collected().issues.spoil("Expected a directory robot_logs, found a link, which is not followed");
            return;
        }
        lines(step, logs.resolve("issues.jsonl"), line -> readIssue(step, line, unresolved));
        lines(
                step,
                logs.resolve("report.jsonl"),
                line -> step.collected().report.addLine(line.getBytes(StandardCharsets.UTF_8)));
        lines(step, logs.resolve("metrics.jsonl"), line -> readMetric(step, line));
    }

    private static void readResult(Step step, Path file, Map<String, String> unresolved) throws IOException {
        JsonNode result;
        try {
            result = JSON.readTree(Files.size(file) > MOST_FILE ? "" : Files.readString(file));
        } catch (JacksonException e) {
            step.collected()
                    .end(Outcome.FAILED, "Robot Framework left a result that is no JSON: " + e.getOriginalMessage());
            return;
        }
        Collected collected = step.collected();
        String firstFailure = "";
        for (JsonNode task : result.path("tasks")) {
            String title = task.path("title").asString("");
            unresolved.put(task.path("resolvedTitle").asString(title), title);
            switch (task.path("status").asString("")) {
                case "PASS" -> collected.passed.add(title);
                case "SKIP" -> collected.skipped.add(title);
                default -> {
                    collected.failed.add(title);
                    if (firstFailure.isEmpty()) {
                        firstFailure = "Task '" + title + "' failed: "
                                + task.path("message").asString("");
                    }
                }
            }
        }
        if (result.path("fatal").isString()) {
            collected.end(Outcome.FAILED, result.path("fatal").stringValue());
        } else if (result.path("suiteSetupError").isString()) {
            collected.end(
                    Outcome.FAILED,
                    "The suite setup failed: " + result.path("suiteSetupError").stringValue());
        } else if (!firstFailure.isEmpty() && step.execution().kind() == RobotKind.SLI) {
            collected.end(Outcome.FAILED, firstFailure);
        }
        if (!result.path("issuesComplete").asBoolean(false)) {
            collected.issues.spoil("The list of issues is not complete");
        }
    }

    private static void readIssue(Step step, String line, Map<String, String> unresolved) {
        JsonNode issue = JSON.readTree(line);
        String name = issue.path("taskName").isString() ? issue.path("taskName").stringValue() : null;
        step.collected().issues.add(issue, name == null ? null : unresolved.getOrDefault(name, name));
    }

    private static void readMetric(Step step, String line) {
        JsonNode metric = JSON.readTree(line);
        JsonNode value = metric.path("value");
        JsonNode name = metric.path("subName");
        boolean number = value.isNumber() && Double.isFinite(value.doubleValue());
        if (name.isString() && number) {
            step.collected().subMetric(name.stringValue(), value.doubleValue());
        } else if (number) {
            step.collected().metric(value.doubleValue());
        } else if (!name.isString()) {
            step.collected().noMetric();
            step.output().line("[Expected a number as metric, found " + Text.cutTo(value.toString(), 200) + "]");
        }
    }

    private static void lines(Step step, Path file, Consumer<String> reader) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.size(file) > MOST_FILE) {
            step.collected()
                    .issues
                    .spoil("Expected at most " + MOST_FILE + " bytes in " + file.getFileName() + ", found "
                            + Files.size(file));
            return;
        }
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                try {
                    if (!line.isBlank()) {
                        reader.accept(line);
                    }
                } catch (JacksonException e) {
                    step.collected()
                            .issues
                            .spoil("Expected JSON in a line of " + file.getFileName() + ", found "
                                    + Text.cutTo(line, 120));
                }
            }
        } catch (CharacterCodingException e) {
            step.collected().issues.spoil("Expected UTF-8 in " + file.getFileName());
        }
    }
}
