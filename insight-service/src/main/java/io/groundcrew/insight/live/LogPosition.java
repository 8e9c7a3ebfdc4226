package io.groundcrew.insight.live;

import io.groundcrew.chassis.problem.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a run's log.
 *
 * @param attempt whose log
 * @param offset bytes before this place
 */
record LogPosition(int attempt, long offset) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    /** Reads an event id as {@link #toString} wrote it; null for none; answers 400 for anything else. */
    static @Nullable LogPosition read(@Nullable String eventId) {
        if (eventId == null || eventId.isBlank()) {
            return null;
        }
        Matcher matcher = FORM.matcher(eventId);
        if (!matcher.matches()) {
            throw ProblemException.badRequest("Expected Last-Event-ID as <attempt>:<offset>, found \"" + eventId
                    + "\". Leave it out to begin at the start.");
        }
        return new LogPosition(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    LogPosition plus(int bytes) {
        return new LogPosition(attempt, offset + bytes);
    }

    @Override
    public String toString() {
        return attempt + ":" + offset;
    }
}
