package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.codecollection.nativebundle.NativeTask;
import io.groundcrew.codecollection.nativebundle.NativeTask.BashTask;
import io.groundcrew.codecollection.nativebundle.NativeTask.PythonTask;
import io.groundcrew.contracts.run.RobotKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs native Bash and Python tasks: {@code main}, whose JSON is a number for an SLI and a list of issues else. */
final class ScriptExecutor {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Processes processes;

    ScriptExecutor(Processes processes) {
        this.processes = processes;
    }

    /** Null when the task passed, else why not. */
    @Nullable
    String bash(Step step, BashTask task, Duration time) throws InterruptedException, IOException {
        List<String> argv =
                List.of("bash", processes.runtimeFile("bash_task.sh").toString(), script(step, task.script()));
        Map<String, String> secrets = secretFiles(step);
        return conclusion(step, task, task.script(), processes.run(step, argv, secrets, null, time, true));
    }

    /** Null when the task passed, else why not. */
    @Nullable
    String python(Step step, PythonTask task, Duration time) throws InterruptedException, IOException {
        List<String> arguments = List.of("groundcrew_runtime.python_task", script(step, task.script()));
        Map<String, String> secrets = secretFiles(step);
        return conclusion(step, task, task.script(), processes.python(step, arguments, secrets, null, time, true));
    }

    private static String script(Step step, String name) {
        return step.file().resolveSibling(name).toString();
    }

    private static Map<String, String> secretFiles(Step step) throws IOException {
        Map<String, String> files = new HashMap<>();
        for (Map.Entry<String, String> secret : step.execution().secrets().entrySet()) {
            Path file = step.directory().secretFile(secret.getKey(), secret.getValue());
            files.put(secret.getKey(), file.toString());
        }
        return files;
    }

    private static @Nullable String conclusion(Step step, NativeTask task, String script, Processes.Ended ended) {
        String title = task.card().title();
        if (ended.start().length > 0) {
            step.collected().report.pre(printed(ended), title);
        }
        if (!ended.end().isSuccess()) {
            Processes.conclude(step, "Script " + script, ended.end());
            return script + " " + ended.end().sentence();
        }
        byte[] result = ended.result();
        if (result == null) {
            step.collected().issues.spoil("The result of " + script + " is larger than 5 MiB");
            return script + " wrote more than 5 MiB to file descriptor 3";
        }
        return read(step, title, script, new String(result, StandardCharsets.UTF_8).strip());
    }

    /** What the report has of the output: whole lines, if there are any, and a notice where it is longer. */
    private static String printed(Processes.Ended ended) {
        String text = new String(ended.start(), StandardCharsets.UTF_8);
        if (!ended.cut()) {
            return text;
        }
        int lines = text.lastIndexOf('\n') + 1;
        return (lines > 0 ? text.substring(0, lines) : text + "…\n") + "[The task printed more than "
                + ended.start().length + " bytes. The log has more.]";
    }

    private static @Nullable String read(Step step, String title, String script, String text) {
        boolean sli = step.execution().kind() == RobotKind.SLI;
        if (text.isEmpty()) {
            return sli ? "Expected a number on file descriptor 3 of " + script + ", found nothing" : null;
        }
        JsonNode value;
        try {
            value = JSON.readTree(text);
        } catch (JacksonException e) {
            step.collected().issues.spoil("The result of " + script + " is no JSON");
            return (sli ? "Expected a number" : "Expected JSON") + " on file descriptor 3 of " + script + ", found "
                    + Text.cutTo(text, 200);
        }
        if (sli) {
            if (value.isNumber() && Double.isFinite(value.doubleValue())) {
                step.collected().metric(value.doubleValue());
                return null;
            }
            return "Expected a number on file descriptor 3 of " + script + ", found " + Text.cutTo(text, 200);
        }
        if (!value.isArray()) {
            step.collected().issues.spoil("The result of " + script + " is no list of issues");
            return "Expected a JSON list of issues on file descriptor 3 of " + script + ", found "
                    + Text.cutTo(text, 200);
        }
        boolean good = true;
        for (JsonNode item : value) {
            good &= step.collected().issues.add(item, title);
        }
        return good ? null : "An issue that " + script + " delivered has no title";
    }
}
