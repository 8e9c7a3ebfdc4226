package io.groundcrew.standalone;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.worker.author.AuthoredBundle;
import io.groundcrew.worker.run.TaskResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run for an author that is over.
 *
 * @param titles that were selected; empty for all
 */
record RunOutcome(AuthoredBundle bundle, List<String> titles, TaskResult result) {

    private static final int ISSUES = 1;
    private static final int FAILED = 3;

    /** @param status PASS, FAIL, SKIP, or NOT RUN where the run was over before */
    record TaskStatus(String title, String status) {}

    String kind() {
        return bundle.kind().name().toLowerCase(Locale.ROOT);
    }

    boolean failed() {
        return result.outcome() != Outcome.COMPLETED || !result.failed().isEmpty();
    }

    int exitCode() {
        if (failed()) {
            return FAILED;
        }
        return result.issues().isEmpty() ? 0 : ISSUES;
    }

    List<TaskStatus> tasks() {
        return (titles.isEmpty() ? bundle.titles() : titles)
                .stream()
                        .distinct()
                        .map(title -> new TaskStatus(title, status(title)))
                        .toList();
    }

    private String status(String title) {
        if (result.failed().contains(title)) {
            return "FAIL";
        }
        if (result.passed().contains(title)) {
            return "PASS";
        }
        return result.skipped().contains(title) ? "SKIP" : "NOT RUN";
    }

    /** The report's lines; the worker's code has taken care that each is JSON, or it is shown as text. */
    List<JsonNode> report() {
        List<JsonNode> lines = new ArrayList<>();
        for (String line :
                new String(result.report(), StandardCharsets.UTF_8).lines().toList()) {
            try {
                lines.add(JsonMapper.shared().readTree(line));
            } catch (JacksonException e) {
                lines.add(
                        JsonMapper.shared().createObjectNode().put("obj", line).put("fmt", "pre"));
            }
        }
        return lines;
    }

    /** One object, for programs. */
    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bundle", bundle.name());
        all.put("kind", kind());
        all.put("outcome", result.outcome().title());
        all.put("reason", result.reason());
        all.put("tasks", tasks());
        all.put("metric", result.metric());
        all.put("subMetrics", result.subMetrics());
        all.put("issues", result.issues());
        all.put("report", report());
        all.put("exitCode", exitCode());
        return JsonMapper.shared().writeValueAsString(all);
    }
}
