package io.groundcrew.runner.resource;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long an attempt may take and how often a run that may be repeated is attempted.
 *
 * @param timeout of one attempt; null for the runner's own
 * @param most attempts, 1 to 10; 1 for a run that is not repeated
 * @param backOff before the second attempt, 1 s to 1 h; doubled before each further one
 */
public record AttemptSpec(@Nullable Duration timeout, int most, Duration backOff) {

    private static final int LONGEST_TIMEOUT = 4 * 3600;
    private static final int MOST = 10;
    private static final int LONGEST_BACK_OFF = 3600;
    private static final int USUAL_BACK_OFF = 10;

    /** Reads {@code timeoutSeconds} and {@code retry: {attempts, backoffSeconds}} of a spec. */
    static AttemptSpec read(Map<String, Object> spec) {
        Object timeout = spec.get("timeoutSeconds");
        Map<?, ?> retry = spec.get("retry") == null ? Map.of() : SpecField.map(spec, "spec", "retry");
        return new AttemptSpec(
                timeout == null
                        ? null
                        : Duration.ofSeconds(SpecField.number(spec, "spec", "timeoutSeconds", 1, LONGEST_TIMEOUT, 1)),
                SpecField.number(retry, "spec.retry", "attempts", 1, MOST, 1),
                Duration.ofSeconds(
                        SpecField.number(retry, "spec.retry", "backoffSeconds", 1, LONGEST_BACK_OFF, USUAL_BACK_OFF)));
    }
}
