package io.groundcrew.insight.issue;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.RunRef;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run has found one issue.
 *
 * @param location where it ran, null when that is not known
 */
record Occurrence(
        RunRef run,
        IssueKey key,
        Instant observedAt,
        @Nullable String location,
        Finding finding) {

    /**
     * Reads what a task reported. Its time is the script's word, so it is held between the run's start and end: a later
     * clean run must be able to close the issue.
     */
    static Occurrence of(Finished event, ReportedIssue reported) {
        Instant started = event.startedAt();
        Instant observed = reported.observedAt();
        if (observed.isAfter(event.finishedAt())) {
            observed = event.finishedAt();
        }
        if (started != null && observed.isBefore(started)) {
            observed = started;
        }
        return new Occurrence(
                event.run(),
                IssueKey.of(event.run().slx(), event.run().kind(), reported),
                observed.truncatedTo(ChronoUnit.MICROS),
                event.location(),
                Finding.of(reported));
    }

    /** What is said about the issue. */
    record Finding(
            String title,
            int severity,
            @Nullable String expected,
            @Nullable String actual,
            @Nullable String reproduceHint,
            @Nullable String nextSteps,
            @Nullable String details,
            @Nullable String summary) {

        private static final int MAX_TEXT = 64 * 1024;

        private static Finding of(ReportedIssue reported) {
            return new Finding(
                    Text.cutTo(reported.title(), IssueKey.MAX_TITLE),
                    reported.severity(),
                    Text.cut(reported.expected(), MAX_TEXT),
                    Text.cut(reported.actual(), MAX_TEXT),
                    Text.cut(reported.reproduceHint(), MAX_TEXT),
                    Text.cut(reported.nextSteps(), MAX_TEXT),
                    Text.cut(reported.details(), MAX_TEXT),
                    Text.cut(reported.summary(), MAX_TEXT));
        }
    }
}
