package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run's tasks have delivered so far. */
final class Collected {

    private static final int MOST_METRICS = 1000;

    final Report report = new Report();
    final IssueItems issues;
    final List<String> passed = new ArrayList<>();
    final List<String> failed = new ArrayList<>();
    final List<String> skipped = new ArrayList<>();

    private final Map<String, Double> subMetrics = new LinkedHashMap<>();
    private @Nullable Double metric;
    private Outcome outcome = Outcome.COMPLETED;
    private @Nullable String reason;

    Collected(Instant now) {
        this.issues = new IssueItems(now);
    }

    void metric(double value) {
        metric = value;
    }

    /** Forgets a main value that was followed by one that is no number. */
    void noMetric() {
        metric = null;
    }

    void subMetric(String name, double value) {
        if (subMetrics.size() < MOST_METRICS || subMetrics.containsKey(name)) {
            subMetrics.put(Text.cutTo(name, 256), value);
        }
    }

    /** The first word counts. */
    void end(Outcome how, String sentence) {
        if (outcome == Outcome.COMPLETED) {
            outcome = how;
            reason = Text.cutTo(sentence, 4096);
        }
    }

    boolean isEnded() {
        return outcome != Outcome.COMPLETED;
    }

    TaskResult result(RobotKind kind, RunOutput output) {
        List<String> findings = issues.findings();
        findings.forEach(finding -> output.line("[" + finding + "]"));
        if (kind == RobotKind.SLI && metric == null) {
            end(Outcome.FAILED, "The SLI delivered no number." + (findings.isEmpty() ? "" : " " + findings.getFirst()));
        }
        return new TaskResult(
                outcome,
                reason,
                passed,
                failed,
                skipped,
                outcome == Outcome.COMPLETED ? metric : null,
                subMetrics,
                issues.issues(),
                issues.isComplete() && outcome == Outcome.COMPLETED,
                report.bytes());
    }
}
