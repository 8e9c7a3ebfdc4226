package io.groundcrew.runner.run;

import io.groundcrew.chassis.problem.ProblemException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long a run may wait for its start. */
final class Ttl {

    static final Duration DEFAULT = Duration.ofMinutes(20);

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(7);

    private Ttl() {}

    /** Reads {@code PT20M}, {@code 20m}, {@code 1h30m} …; the default for null. */
    static Duration parse(@Nullable String text) {
        if (text == null) {
            return DEFAULT;
        }
        Duration ttl;
        try {
            String iso = text.toUpperCase(Locale.ROOT);
            ttl = Duration.parse(iso.startsWith("P") ? iso : "PT" + iso);
        } catch (DateTimeParseException e) {
            throw ProblemException.badRequest(
                    "Expected sessionTTL as a duration like 20m or PT20M, found \"" + text + "\".");
        }
        if (ttl.compareTo(LEAST) < 0 || ttl.compareTo(MOST) > 0) {
            throw ProblemException.badRequest(
                    "Expected sessionTTL between 1 second and 7 days, found \"" + text + "\".");
        }
        return ttl;
    }
}
