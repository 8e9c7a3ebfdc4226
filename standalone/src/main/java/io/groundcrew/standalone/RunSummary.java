package io.groundcrew.standalone;

import io.groundcrew.contracts.run.ReportedIssue;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What came of a run, for a person at a terminal. */
final class RunSummary {

    private static final List<String> SEVERITIES = List.of("Critical", "High", "Medium", "Informational");

    private static final int WIDTH = 80;

    private final RunOutcome outcome;
    private final StringBuilder text = new StringBuilder();

    RunSummary(RunOutcome outcome) {
        this.outcome = outcome;
    }

    String text() {
        text.setLength(0);
        heading(outcome.bundle().name() + " (" + outcome.kind() + ")");
        outcome.tasks().forEach(task -> row("%-8s%s", task.status(), TerminalText.line(task.title())));
        metrics();
        report();
        outcome.result().issues().forEach(this::issue);
        return text.toString().stripTrailing() + "\n\n" + verdict();
    }

    private void heading(String words) {
        String line = TerminalText.line(words);
        text.append('\n')
                .append(line)
                .append('\n')
                .append("-".repeat(Math.min(line.length(), WIDTH)))
                .append('\n');
    }

    private void row(String form, Object... values) {
        text.append(form.formatted(values).stripTrailing()).append('\n');
    }

    private void metrics() {
        Double metric = outcome.result().metric();
        if (metric == null && outcome.result().subMetrics().isEmpty()) {
            return;
        }
        text.append('\n');
        if (metric != null) {
            row("%-8s%s", "Metric", number(metric));
        }
        new TreeMap<>(outcome.result().subMetrics())
                .forEach((name, value) -> row("%-8s%s  %s", "", number(value), TerminalText.line(name)));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private void report() {
        List<JsonNode> lines = outcome.report().stream()
                .filter(line -> !line.path("fmt").asString("").equals("issue"))
                .toList();
        if (lines.isEmpty()) {
            return;
        }
        heading("Report");
        String last = "";
        for (JsonNode line : lines) {
            String task = TerminalText.line(line.path("taskName").asString(""));
            if (!task.isEmpty() && !task.equals(last)) {
                text.append('[').append(task).append("]\n");
            }
            last = task;
            String shown = TerminalText.lines(ReportText.of(line)).stripTrailing();
            text.append(shown).append(shown.contains("\n") ? "\n\n" : "\n");
        }
    }

    private void issue(ReportedIssue issue) {
        heading("Issue, severity " + issue.severity() + " (" + SEVERITIES.get(issue.severity() - 1) + "): "
                + issue.title());
        field("Task", issue.taskTitle());
        field("Expected", issue.expected());
        field("Actual", issue.actual());
        field("Summary", issue.summary());
        steps(issue.nextSteps());
        field("Reproduce", issue.reproduceHint());
        field("Details", issue.details());
    }

    private void field(String name, @Nullable String value) {
        String shown = value == null ? "" : TerminalText.lines(value).strip();
        if (shown.isEmpty()) {
            return;
        }
        if (shown.contains("\n")) {
            row("%s", name);
            shown.lines().forEach(line -> row("  %s", line));
        } else {
            row("%-12s%s", name, shown);
        }
    }

    private void steps(@Nullable String steps) {
        String shown = steps == null ? "" : TerminalText.lines(steps).strip();
        if (!shown.isEmpty()) {
            row("%s", "Next steps");
            shown.lines().map(String::strip).filter(step -> !step.isEmpty()).forEach(step -> row("  - %s", step));
        }
    }

    private String verdict() {
        int issues = outcome.result().issues().size();
        String counted = issues == 0 ? "no issues" : issues == 1 ? "1 issue" : issues + " issues";
        String incomplete =
                outcome.failed() || outcome.result().issuesComplete() ? "" : ", and the list is not complete";
        String reason = outcome.result().reason();
        String how = !outcome.failed()
                ? "Passed"
                : reason == null ? "Failed" : outcome.result().outcome().title();
        return how + ", " + counted + incomplete + "."
                + (reason == null ? "" : " " + TerminalText.lines(reason).strip());
    }
}
