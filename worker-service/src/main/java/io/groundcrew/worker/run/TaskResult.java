package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.ReportedIssue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of an execution.
 *
 * @param reason a sentence for people; null only for {@link Outcome#COMPLETED}
 * @param passed unresolved titles; likewise failed and skipped
 * @param metric the SLI's value, null when it delivered none
 * @param issuesComplete whether {@code issues} is everything that was found
 * @param report the report as RunWhen's {@code report.jsonl}, empty for none
 */
public record TaskResult(
        Outcome outcome,
        @Nullable String reason,
        List<String> passed,
        List<String> failed,
        List<String> skipped,
        @Nullable Double metric,
        Map<String, Double> subMetrics,
        List<ReportedIssue> issues,
        boolean issuesComplete,
        byte[] report) {

    public TaskResult {
        passed = List.copyOf(passed);
        failed = List.copyOf(failed);
        skipped = List.copyOf(skipped);
        subMetrics = Map.copyOf(subMetrics);
        issues = List.copyOf(issues);
    }

    /** Whether it could not run to its end, or a task of it failed. */
    boolean isWorthAnotherAttempt() {
        return outcome == Outcome.FAILED || outcome == Outcome.TIMED_OUT || !failed.isEmpty();
    }

    /** An end without any findings. */
    public static TaskResult ended(Outcome outcome, @Nullable String reason) {
        return new TaskResult(
                outcome, reason, List.of(), List.of(), List.of(), null, Map.of(), List.of(), false, new byte[0]);
    }
}
