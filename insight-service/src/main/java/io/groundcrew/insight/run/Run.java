package io.groundcrew.insight.run;

import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.RunEvent.RunAccepted;
import io.groundcrew.contracts.run.RunEvent.Started;
import io.groundcrew.contracts.run.RunRef;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run as far as it has been seen. Its events may come in any order and any number of times. */
public final class Run {

    private final RunRef ref;
    private @Nullable UUID session;
    private @Nullable String requester;
    private @Nullable String taskTitles;
    private @Nullable Map<String, String> overrides;
    private @Nullable String location;
    private int attempt;
    private @Nullable String worker;
    private @Nullable BundleRef bundle;
    private @Nullable Instant startedAt;
    private @Nullable Result result;

    /** A run of which nothing but its name is known. */
    Run(RunRef ref) {
        this.ref = ref;
        this.session = ref.session();
    }

    /** A run as it was stored. */
    Run(RunRef ref, Seen seen, @Nullable Result result) {
        this(ref);
        this.requester = seen.requester();
        this.taskTitles = seen.taskTitles();
        this.overrides = seen.overrides();
        this.location = seen.location();
        this.attempt = seen.attempt();
        this.worker = seen.worker();
        this.bundle = seen.bundle();
        this.startedAt = seen.startedAt();
        this.result = result;
    }

    void accept(RunAccepted event) {
        noteSession(event.run());
        requester = event.requester();
        taskTitles = TaskTitles.selection(event.taskTitles());
        overrides = event.runtimeVariables();
        if (location == null) {
            location = event.location();
        }
    }

    /** A later attempt replaces what is known of an earlier one, but none replaces what is known of the outcome's. */
    void start(Started event) {
        noteSession(event.run());
        boolean tells = result == null ? event.attempt() >= attempt : event.attempt() == result.attempt();
        if (tells) {
            attempt = event.attempt();
            bundle = event.bundle();
            location = event.location();
            if (result == null) {
                worker = event.worker();
            }
            if (startedAt == null || result == null) {
                startedAt = event.at();
            }
        }
    }

    /** An attempt is over that another may follow: as long as none has, it is what is known of the run. */
    void noteFailed(Finished end) {
        noteSession(end.run());
        if (result == null && end.attempt() >= attempt) {
            attempt = end.attempt();
            worker = end.worker();
            bundle = end.bundle() == null ? bundle : end.bundle();
            location = end.location() == null ? location : end.location();
            startedAt = end.startedAt() == null ? startedAt : end.startedAt();
        }
    }

    /**
     * Takes the outcome if the run has none yet.
     *
     * @return whether this event gave the run its outcome
     */
    boolean finish(Finished event) {
        noteSession(event.run());
        if (result != null) {
            return false;
        }
        if (event.attempt() != attempt && event.attempt() > 0) {
            bundle = null;
            startedAt = null;
        }
        bundle = event.bundle() == null ? bundle : event.bundle();
        attempt = Math.max(attempt, event.attempt());
        worker = event.worker();
        location = event.location() == null ? location : event.location();
        startedAt = event.startedAt() == null ? startedAt : event.startedAt();
        result = Result.of(event);
        return true;
    }

    /** Whether an event is the very one that gave this run its outcome, delivered again. */
    boolean isOutcomeOf(Finished event) {
        Result known = result;
        return known != null
                && known.attempt() == event.attempt()
                && known.outcome() == event.outcome()
                && known.finishedAt().equals(Result.stored(event.finishedAt()))
                && event.worker().equals(worker);
    }

    private void noteSession(RunRef seen) {
        if (session == null) {
            session = seen.session();
        }
    }

    public RunRef ref() {
        return ref;
    }

    public @Nullable UUID session() {
        return session;
    }

    /** Null while the acceptance has not been seen, and for scheduled checks. */
    public @Nullable String taskTitles() {
        return taskTitles;
    }

    /** The latest attempt that is known of; 0 when none was started. */
    public int attempt() {
        return attempt;
    }

    /** Null while it has no outcome. */
    public @Nullable Result result() {
        return result;
    }

    public Seen seen() {
        return new Seen(requester, taskTitles, overrides, location, attempt, worker, bundle, startedAt);
    }

    /**
     * What is known of a run beside its outcome.
     *
     * @param overrides the values that it alone was given; null while its acceptance has not been seen, and for scheduled checks
     */
    public record Seen(
            @Nullable String requester,
            @Nullable String taskTitles,
            @Nullable Map<String, String> overrides,
            @Nullable String location,
            int attempt,
            @Nullable String worker,
            @Nullable BundleRef bundle,
            @Nullable Instant startedAt) {}

    /**
     * What came of a run.
     *
     * @param attempt the attempt that ended; 0 when none was started
     * @param passed titles joined as in {@link TaskTitles}
     * @param metric null when it delivered none that is a number
     * @param logLength bytes of the log that the worker announced
     */
    public record Result(
            Outcome outcome,
            int attempt,
            @Nullable String reason,
            Instant finishedAt,
            String passed,
            String failed,
            String skipped,
            @Nullable Double metric,
            Map<String, Double> subMetrics,
            long logLength,
            long reportLength) {

        private static Result of(Finished event) {
            Double metric = event.metric();
            return new Result(
                    event.outcome(),
                    event.attempt(),
                    event.reason(),
                    stored(event.finishedAt()),
                    TaskTitles.join(event.passed()),
                    TaskTitles.join(event.failed()),
                    TaskTitles.join(event.skipped()),
                    metric == null || !Double.isFinite(metric) ? null : metric,
                    event.subMetrics(),
                    event.logLength(),
                    event.reportLength());
        }

        /** PostgreSQL keeps microseconds. */
        private static Instant stored(Instant instant) {
            return instant.truncatedTo(ChronoUnit.MICROS);
        }
    }
}
