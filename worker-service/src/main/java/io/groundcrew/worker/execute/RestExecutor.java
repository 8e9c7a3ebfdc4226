package io.groundcrew.worker.execute;

import io.groundcrew.codecollection.nativebundle.NativeTask.RestMetric;
import io.groundcrew.codecollection.nativebundle.NativeTask.RestTask;
import io.groundcrew.contracts.run.RobotKind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs native REST tasks. No answer is a failed expectation, not a broken task. */
final class RestExecutor {

    private final RestCall calls;
    private final Clock clock;

    RestExecutor(Clock clock, RestProperties properties) {
        this.clock = clock;
        this.calls = new RestCall(RestClient.of(properties));
    }

    /** Null when the task passed, else why not. */
    @Nullable
    String run(Step step, RestTask task, Duration time) {
        String title = task.card().title();
        RestAnswer answer;
        try {
            answer = calls.make(new RestRequest(step, task), follows(task), time, step.cancellation());
        } catch (IOException e) {
            String failure = String.valueOf(e.getMessage());
            tell(step, title, List.of(failure), task.method() + " gave no answer");
            return conclude(step, task, List.of(failure), null);
        } catch (IllegalArgumentException e) {
            return "The call of '" + title + "' could not be made: " + e.getMessage();
        }
        RestExpectations expectations = new RestExpectations(answer, step.variables(), clock);
        List<String> failures = expectations.failures(task.expect());
        tell(
                step,
                title,
                failures,
                task.method() + " answered " + answer.status() + " after "
                        + Math.round(answer.seconds() * 1000) + " ms with "
                        + answer.body().length + " bytes");
        if (task.metric() != null) {
            step.collected().subMetric("latency_seconds", answer.seconds());
        }
        return conclude(step, task, failures, new Measured(answer, expectations));
    }

    /** A task that expects a redirect wants to see it. */
    private static boolean follows(RestTask task) {
        return (task.method().equals("GET") || task.method().equals("HEAD"))
                && task.expect().status().stream().noneMatch(status -> status.startsWith("3"));
    }

    private record Measured(RestAnswer answer, RestExpectations expectations) {}

    private static void tell(Step step, String title, List<String> failures, String first) {
        String text = failures.isEmpty() ? first : first + "\n" + String.join("\n", failures);
        step.output().line(text);
        step.collected().report.pre(text, title);
    }

    private @Nullable String conclude(Step step, RestTask task, List<String> failures, @Nullable Measured measured) {
        String title = task.card().title();
        if (!failures.isEmpty() && task.issue() != null && !step.cancellation().isWanted()) {
            Map<String, String> values = new HashMap<>(step.variables());
            values.put("FAILURE", String.join("; ", failures));
            step.collected().issues.add(NativeIssues.of(task.issue(), values, title, clock.instant()));
        }
        if (step.execution().kind() == RobotKind.RUNBOOK || task.metric() == null) {
            // What a task finds is an issue; without a template nobody would learn of it.
            return failures.isEmpty() || task.issue() != null ? null : String.join("; ", failures);
        }
        OptionalDouble value = measure(task.metric(), failures, measured);
        if (value.isPresent()) {
            step.collected().metric(value.getAsDouble());
            return null;
        }
        return failures.isEmpty() ? "The answer holds no number to measure" : String.join("; ", failures);
    }

    private static OptionalDouble measure(RestMetric metric, List<String> failures, @Nullable Measured measured) {
        if (metric instanceof RestMetric.AllExpectations) {
            return OptionalDouble.of(failures.isEmpty() ? 1 : 0);
        }
        if (measured == null) {
            return OptionalDouble.empty();
        }
        return switch (metric) {
            case RestMetric.AllExpectations() -> OptionalDouble.of(failures.isEmpty() ? 1 : 0);
            case RestMetric.Latency() -> OptionalDouble.of(measured.answer().seconds());
            case RestMetric.CertificateDays() -> {
                OptionalLong days = measured.expectations().certificateDays();
                yield days.isPresent() ? OptionalDouble.of(days.getAsLong()) : OptionalDouble.empty();
            }
            case RestMetric.JsonPath(String path) -> measured.expectations().number(path);
        };
    }
}
