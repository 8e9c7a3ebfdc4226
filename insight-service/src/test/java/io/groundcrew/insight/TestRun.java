package io.groundcrew.insight;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.RunEvent.RunAccepted;
import io.groundcrew.contracts.run.RunEvent.Started;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.contracts.run.RunRef;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the events of one run as runner and worker would; times count from when it was requested, in seconds. */
record TestRun(RunRef ref, String location) {

    private static final String LOCAL = "local";
    private static final BundleRef BUNDLE = new BundleRef("checks", "c0ffee", "codebundles/web/runbook.robot");

    static TestRun onDemand(String workspace, String slx, Instant requestedAt) {
        Clock clock = Clock.systemUTC();
        return new TestRun(
                new RunRef(
                        RunIds.next(clock),
                        new SlxRef(workspace, slx),
                        RobotKind.RUNBOOK,
                        requestedAt,
                        RunIds.next(clock)),
                LOCAL);
    }

    static TestRun now(String workspace, String slx) {
        return onDemand(workspace, slx, Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    /** A scheduled check. */
    static TestRun check(String workspace, String slx, Instant fire) {
        return check(workspace, slx, fire, LOCAL);
    }

    /** A scheduled check at one of its locations. */
    static TestRun check(String workspace, String slx, Instant fire, String location) {
        SlxRef ref = new SlxRef(workspace, slx);
        UUID id = RunIds.scheduled(ref, RobotKind.SLI, location, fire);
        return new TestRun(new RunRef(id, ref, RobotKind.SLI, fire, null), location);
    }

    /** Another run of the same session, asked for a moment later. */
    TestRun beside(String slx) {
        return new TestRun(
                new RunRef(
                        RunIds.next(Clock.systemUTC()),
                        new SlxRef(ref.slx().workspace(), slx),
                        RobotKind.RUNBOOK,
                        ref.requestedAt().plusMillis(1),
                        ref.session()),
                location);
    }

    String key() {
        return ref.slx().fullName();
    }

    Instant at(int seconds) {
        return ref.requestedAt().plusSeconds(seconds);
    }

    RunAccepted accepted(String... titles) {
        return accepted(Map.of(), titles);
    }

    RunAccepted accepted(Map<String, String> overrides, String... titles) {
        return new RunAccepted(
                ref, "look", "direct", "ann", location, List.of(titles), Access.READ_ONLY, overrides, "why");
    }

    Started started(int attempt) {
        return new Started(ref, attempt, "worker-" + attempt, location, BUNDLE, at(attempt), at(600), 0);
    }

    End end() {
        return new End(this, 1, Outcome.COMPLETED, List.of(), List.of(), List.of(), null, Map.of(), true, 0, 0);
    }

    OutputChunk log(int attempt, long offset, String text) {
        return log(attempt, offset, text.getBytes(StandardCharsets.UTF_8));
    }

    OutputChunk log(int attempt, long offset, byte[] bytes) {
        return new OutputChunk(ref, attempt, OutputChunk.Stream.LOG, offset, bytes);
    }

    OutputChunk report(String text) {
        return new OutputChunk(ref, 1, OutputChunk.Stream.REPORT, 0, text.getBytes(StandardCharsets.UTF_8));
    }

    ReportedIssue issue(@Nullable String task, String title, int severity) {
        return issue(task, title, severity, "details");
    }

    ReportedIssue issue(@Nullable String task, String title, int severity, String details) {
        return new ReportedIssue(task, title, severity, "up", "down", "curl", "look", details, null, at(5));
    }

    /** How a run ends; started a second after it was requested and finished ten after. */
    record End(
            TestRun run,
            int attempt,
            Outcome outcome,
            List<String> passed,
            List<String> failed,
            List<ReportedIssue> issues,
            @Nullable Double metric,
            Map<String, Double> subMetrics,
            boolean complete,
            long logLength,
            long reportLength) {

        End attempt(int number) {
            return new End(
                    run,
                    number,
                    outcome,
                    passed,
                    failed,
                    issues,
                    metric,
                    subMetrics,
                    complete,
                    logLength,
                    reportLength);
        }

        End outcome(Outcome other) {
            return new End(
                    run, attempt, other, passed, failed, issues, metric, subMetrics, complete, logLength, reportLength);
        }

        End passed(String... titles) {
            return new End(
                    run,
                    attempt,
                    outcome,
                    List.of(titles),
                    failed,
                    issues,
                    metric,
                    subMetrics,
                    complete,
                    logLength,
                    reportLength);
        }

        End failed(String... titles) {
            return new End(
                    run,
                    attempt,
                    outcome,
                    passed,
                    List.of(titles),
                    issues,
                    metric,
                    subMetrics,
                    complete,
                    logLength,
                    reportLength);
        }

        End issues(ReportedIssue... found) {
            return new End(
                    run,
                    attempt,
                    outcome,
                    passed,
                    failed,
                    List.of(found),
                    metric,
                    subMetrics,
                    complete,
                    logLength,
                    reportLength);
        }

        End incomplete() {
            return new End(
                    run, attempt, outcome, passed, failed, issues, metric, subMetrics, false, logLength, reportLength);
        }

        End metric(@Nullable Double value, Map<String, Double> subs) {
            return new End(
                    run, attempt, outcome, passed, failed, issues, value, subs, complete, logLength, reportLength);
        }

        End log(long length) {
            return new End(
                    run, attempt, outcome, passed, failed, issues, metric, subMetrics, complete, length, reportLength);
        }

        End report(long length) {
            return new End(
                    run, attempt, outcome, passed, failed, issues, metric, subMetrics, complete, logLength, length);
        }

        Finished event() {
            return event(0, reportLength, null);
        }

        /** As a run that was kept waiting for so many seconds more before it started. */
        Finished eventAfterWaiting(int seconds) {
            return event(seconds, reportLength, null);
        }

        /** With the whole report and, after what was sent of it, the end of the log. */
        Finished eventWithRest(String endOfLog, String report) {
            byte[] reportBytes = report.getBytes(StandardCharsets.UTF_8);
            return event(
                    0, reportBytes.length, new Finished.Rest(endOfLog.getBytes(StandardCharsets.UTF_8), reportBytes));
        }

        private Finished event(int waited, long report, Finished.@Nullable Rest rest) {
            return new Finished(
                    run.ref,
                    attempt,
                    "worker-" + attempt,
                    outcome,
                    outcome == Outcome.COMPLETED ? null : "It went wrong.",
                    run.at(waited + 1),
                    run.at(waited + 10),
                    passed,
                    failed,
                    List.of(),
                    metric,
                    subMetrics,
                    issues,
                    complete,
                    logLength,
                    report,
                    0,
                    run.location,
                    BUNDLE,
                    rest);
        }
    }
}
