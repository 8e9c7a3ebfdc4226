package io.groundcrew.contracts.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a worker needs to execute one attempt of a run; it has nothing to ask for.
 *
 * @param run the run
 * @param attempt 1 for the first
 * @param location where it is to run
 * @param pool the worker pool (named after its CodeCollection)
 * @param lane the queue it was put into
 * @param bundle the code, at a resolved commit
 * @param taskTitles unresolved titles of the selected tasks; empty selects all
 * @param variables what the bundle imports as user variables
 * @param secrets references to what it imports as secrets
 * @param services names of the shell services of the location that it may call, by the variables it imports them as
 * @param access the highest access of the selected tasks
 * @param repeatable whether a second execution does no harm
 * @param notAfter start-by time; a worker that takes it later does not run it
 * @param timeout how long it may run
 * @param intervalSeconds the check's interval in seconds, 0 for a run on demand
 * @param attemptsLeft how many attempts may follow this one when it is not good; null for none
 * @param traceparent W3C trace context, null when not traced
 * @param sealedToken the run's token for the API, sealed to the location's key, as Base64; null when it
 *     gets none
 */
public record TaskRequest(
        RunRef run,
        int attempt,
        String location,
        String pool,
        Lane lane,
        BundleRef bundle,
        List<String> taskTitles,
        Map<String, String> variables,
        List<SecretRef> secrets,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> services,
        Access access,
        boolean repeatable,
        Instant notAfter,
        Duration timeout,
        int intervalSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer attemptsLeft,
        @Nullable String traceparent,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String sealedToken) {

    public TaskRequest {
        taskTitles = List.copyOf(taskTitles);
        variables = Map.copyOf(variables);
        secrets = List.copyOf(secrets);
        // Absent where there is none.
        services = services == null ? Map.of() : Map.copyOf(services);
        if (attempt < 1) {
            throw new IllegalArgumentException(
                    "Expected an attempt from 1 up, found " + attempt + " for run " + run.id());
        }
    }

    /**
     * The same request as it is when Kafka hands it out again: each delivery is an attempt of its own, so that the output of
     * two executions is never mixed.
     *
     * @param number 1 for the first delivery
     */
    public TaskRequest forDelivery(int number) {
        return new TaskRequest(
                run,
                attempt + number - 1,
                location,
                pool,
                lane,
                bundle,
                taskTitles,
                variables,
                secrets,
                services,
                access,
                repeatable,
                notAfter,
                timeout,
                intervalSeconds,
                attemptsLeft,
                traceparent,
                sealedToken);
    }

    /** Whether another attempt may follow when this one is not good. */
    public boolean mayBeAttemptedAgain() {
        return repeatable && attemptsLeft != null && attemptsLeft > 0;
    }

    /** What {@link #sealedToken} is bound to. */
    public static String tokenContext(RunRef run) {
        return "token:" + run.slx().fullName();
    }

    /** Without variables and secrets, which no log may show. */
    @Override
    public String toString() {
        return "TaskRequest[" + run + " attempt " + attempt + ", " + bundle + "]";
    }
}
