package io.groundcrew.contracts.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a task found wrong. Texts are as the task wrote them, within the limits of the worker.
 *
 * @param taskTitle unresolved title of the task that raised it, null when raised outside a task
 * @param title one line, at most 1 KiB
 * @param severity 1 critical to 4 informational
 */
public record ReportedIssue(
        @Nullable String taskTitle,
        String title,
        int severity,
        @Nullable String expected,
        @Nullable String actual,
        @Nullable String reproduceHint,
        @Nullable String nextSteps,
        @Nullable String details,
        @Nullable String summary,
        Instant observedAt) {

    public ReportedIssue {
        if (severity < 1 || severity > 4) {
            throw new IllegalArgumentException(
                    "Expected a severity from 1 to 4, found " + severity + " for issue \"" + title + "\"");
        }
    }
}
