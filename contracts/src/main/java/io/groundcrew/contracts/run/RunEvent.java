package io.groundcrew.contracts.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happens to a run, in the topic {@code groundcrew.events}. Any of them may arrive twice and in any order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RunEvent.RunAccepted.class, name = "RunAccepted"),
    @JsonSubTypes.Type(value = RunEvent.GrantAsked.class, name = "GrantAsked"),
    @JsonSubTypes.Type(value = RunEvent.Started.class, name = "Started"),
    @JsonSubTypes.Type(value = RunEvent.AttemptFailed.class, name = "AttemptFailed"),
    @JsonSubTypes.Type(value = RunEvent.Finished.class, name = "Finished")
})
public sealed interface RunEvent {

    RunRef run();

    /**
     * The runner has taken the promise that this run will reach an outcome.
     *
     * @param sessionName the run session's name
     * @param source who caused it: {@code direct}, {@code schedule}, {@code webhook} …
     * @param requester the subject that asked for it
     * @param taskTitles unresolved titles of the selected tasks; empty selects all
     * @param notes free text of the requester, null for none
     */
    record RunAccepted(
            RunRef run,
            @Nullable String sessionName,
            String source,
            String requester,
            String location,
            List<String> taskTitles,
            Access access,
            Map<String, String> runtimeVariables,
            @Nullable String notes)
            implements RunEvent {

        public RunAccepted {
            taskTitles = List.copyOf(taskTitles);
            runtimeVariables = Map.copyOf(runtimeVariables);
        }
    }

    /**
     * A worker could start an attempt that must not be repeated, and waits for the runner's leave. Asking again gets the same
     * answer.
     *
     * @param deadline when the attempt would be killed at the latest
     */
    record GrantAsked(RunRef run, int attempt, String worker, Instant deadline) implements RunEvent {}

    /**
     * A worker has begun to execute an attempt. An attempt that may be repeated and is over at once may leave it out: its
     * {@link Finished} tells the same.
     *
     * @param deadline when the attempt is killed at the latest
     * @param intervalSeconds the check's interval, 0 for a run on demand
     */
    record Started(
            RunRef run,
            int attempt,
            String worker,
            String location,
            BundleRef bundle,
            Instant at,
            Instant deadline,
            int intervalSeconds)
            implements RunEvent {}

    /**
     * An attempt is over and was not good, and the run may be attempted again. The runner decides whether it is; when no time
     * is left for that, it publishes the end as the run's outcome.
     *
     * @param end what would be the run's end if this were the last attempt
     */
    record AttemptFailed(Finished end) implements RunEvent {

        @Override
        public RunRef run() {
            return end.run();
        }
    }

    /**
     * An attempt is over, or the runner has settled a run that nobody finished. The first one of a run in the log is its
     * outcome for every reader.
     *
     * @param attempt the attempt that ended; 0 when none was started
     * @param worker the worker's id, or {@code runner} when the runner settled it
     * @param reason a sentence for people; null only for {@link Outcome#COMPLETED}
     * @param startedAt null when it never started
     * @param passed unresolved titles of tasks that passed; likewise failed and skipped
     * @param metric the SLI's value, null when it delivered none
     * @param subMetrics component values by their name
     * @param issues what the tasks found
     * @param issuesComplete whether {@code issues} is everything that was found; an issue closes only by a complete list
     * @param logLength bytes of the log, those in {@code rest} included
     * @param reportLength bytes of the report, likewise
     * @param intervalSeconds the check's interval, 0 for a run on demand
     * @param location where it ran, null when it was settled without being taken
     * @param bundle what was to be executed, null when it was settled without being taken
     * @param rest the end of the output, null when all of it was sent before or there was none
     */
    record Finished(
            RunRef run,
            int attempt,
            String worker,
            Outcome outcome,
            @Nullable String reason,
            @Nullable Instant startedAt,
            Instant finishedAt,
            List<String> passed,
            List<String> failed,
            List<String> skipped,
            @Nullable Double metric,
            Map<String, Double> subMetrics,
            List<ReportedIssue> issues,
            boolean issuesComplete,
            long logLength,
            long reportLength,
            int intervalSeconds,
            @Nullable String location,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            BundleRef bundle,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Rest rest)
            implements RunEvent {

        public Finished {
            passed = List.copyOf(passed);
            failed = List.copyOf(failed);
            skipped = List.copyOf(skipped);
            subMetrics = Map.copyOf(subMetrics);
            issues = List.copyOf(issues);
        }

        /** {@link #rest} as the chunks that it would have been sent in. */
        public List<OutputChunk> restAsChunks() {
            if (rest == null) {
                return List.of();
            }
            byte[] log = rest.log();
            byte[] report = rest.report();
            return Stream.of(
                            new OutputChunk(run, attempt, OutputChunk.Stream.LOG, logLength - log.length, log),
                            new OutputChunk(
                                    run, attempt, OutputChunk.Stream.REPORT, reportLength - report.length, report))
                    .filter(chunk -> chunk.bytes().length > 0)
                    .toList();
        }

        /** A run that ends without a worker having started it, or that the runner settles in a silent worker's place. */
        public static Finished settled(
                RunRef run, int attempt, Outcome outcome, String reason, Instant at, int intervalSeconds) {
            return new Finished(
                    run,
                    attempt,
                    "runner",
                    outcome,
                    reason,
                    null,
                    at,
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    Map.of(),
                    List.of(),
                    false,
                    0,
                    0,
                    intervalSeconds,
                    null,
                    null,
                    null);
        }

        /**
         * The last bytes of an attempt's output, which were not sent to the topic {@code groundcrew.output} before: most
         * runs write little, and so need no other record.
         *
         * @param log at most {@value #MAX_BYTES} bytes; Base64 in JSON
         * @param report likewise
         */
        public record Rest(byte[] log, byte[] report) {

            /** The most bytes of one stream that are kept for the end. */
            public static final int MAX_BYTES = 16 * 1024;
        }
    }
}
