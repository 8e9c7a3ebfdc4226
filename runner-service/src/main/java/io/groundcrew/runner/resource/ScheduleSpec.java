package io.groundcrew.runner.resource;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.timing.CronTimes;
import io.groundcrew.runner.timing.FireTimes;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When a document's SLI or Runbook runs by itself.
 *
 * @param intervalSeconds seconds between two fires; 0 with cron
 * @param cron null with an interval
 * @param jitterSeconds most seconds that a fire comes after the time that cron names
 * @param misfire what becomes of fires that were missed
 * @param overlap what a fire does while an earlier run goes on
 */
public record ScheduleSpec(
        int intervalSeconds, @Nullable CronTimes cron, int jitterSeconds, Misfire misfire, Overlap overlap) {

    private static final int DEFAULT_INTERVAL = 300;
    private static final int SHORTEST_INTERVAL = 5;
    private static final int LONGEST_INTERVAL = 31 * 24 * 3600;
    private static final int MOST_JITTER = 3600;
    private static final String PLACE = "spec.schedule";
    private static final Set<String> FIELDS = Set.of("cron", "timeZone", "jitterSeconds", "misfire", "overlap");

    /** What becomes of fires that were due while no runner was there. */
    public enum Misfire {
        /** They do not happen. */
        SKIP,
        /** One run stands for all of them. */
        ONCE
    }

    /** What a fire does while an earlier run of the same schedule goes on. */
    public enum Overlap {
        /** Nothing. */
        SKIP,
        /** It waits for its turn. */
        QUEUE,
        /** It takes the earlier run's place, which is cancelled. */
        REPLACE
    }

    /** The instants at which an SLX with this schedule fires. */
    public FireTimes times(SlxRef slx) {
        return cron == null ? FireTimes.every(intervalSeconds, slx) : FireTimes.at(cron, jitterSeconds, slx);
    }

    /**
     * Reads the schedule of a spec.
     *
     * @return null for a Runbook that runs on demand only
     * @throws IllegalArgumentException with a sentence that names the place in the document
     */
    static @Nullable ScheduleSpec read(Kind kind, Map<String, Object> spec) {
        Map<?, ?> block = spec.get("schedule") == null ? Map.of() : SpecField.map(spec, "spec", "schedule");
        refuseUnknown(block);
        int interval = whole(spec, "spec", "intervalSeconds", SHORTEST_INTERVAL, LONGEST_INTERVAL);
        Misfire misfire = word(block, "misfire", Misfire.values(), Misfire.SKIP);
        Overlap overlap = word(block, "overlap", Overlap.values(), Overlap.SKIP);
        if (kind == Kind.SLI && overlap != Overlap.SKIP) {
            throw new IllegalArgumentException(
                    "Expected spec.schedule.overlap of an SLI to be skip: a check never overlaps with itself.");
        }
        if (block.get("cron") != null) {
            if (interval > 0) {
                throw new IllegalArgumentException(
                        "Expected spec.intervalSeconds or spec.schedule.cron, found both. Keep one.");
            }
            String zone = block.get("timeZone") == null ? null : SpecField.text(block, PLACE, "timeZone");
            CronTimes cron = CronTimes.parse(PLACE + ".cron", SpecField.text(block, PLACE, "cron"), zone);
            return new ScheduleSpec(0, cron, whole(block, PLACE, "jitterSeconds", 0, MOST_JITTER), misfire, overlap);
        }
        if (block.get("timeZone") != null || block.get("jitterSeconds") != null) {
            throw new IllegalArgumentException("Expected spec.schedule.cron beside timeZone and jitterSeconds, found"
                    + " none. An interval is spread evenly by itself.");
        }
        if (interval == 0 && kind == Kind.RUNBOOK) {
            if (!block.isEmpty()) {
                throw new IllegalArgumentException(
                        "Expected spec.schedule.cron or spec.intervalSeconds beside spec.schedule, found neither.");
            }
            return null;
        }
        if (kind == Kind.SLI && misfire != Misfire.SKIP) {
            throw new IllegalArgumentException(
                    "Expected spec.schedule.misfire of an SLI with an interval to be skip: it checks again soon.");
        }
        return new ScheduleSpec(interval == 0 ? DEFAULT_INTERVAL : interval, null, 0, misfire, overlap);
    }

    private static void refuseUnknown(Map<?, ?> block) {
        for (Object field : block.keySet()) {
            if (!FIELDS.contains(String.valueOf(field))) {
                throw new IllegalArgumentException("Expected in spec.schedule only cron, timeZone, jitterSeconds,"
                        + " misfire and overlap, found \"" + SpecField.shown(String.valueOf(field)) + "\".");
            }
        }
    }

    /** A number within bounds; 0 when absent. */
    private static int whole(Map<?, ?> parent, String place, String field, int least, int most) {
        Object given = parent.get(field);
        if (given == null) {
            return 0;
        }
        if (!(given instanceof Integer number) || number < least || number > most) {
            throw new IllegalArgumentException("Expected " + place + "." + field + " to be a whole number from " + least
                    + " to " + most + ", found " + SpecField.shown(String.valueOf(given)) + ".");
        }
        return number;
    }

    private static <E extends Enum<E>> E word(Map<?, ?> block, String field, E[] words, E standard) {
        Object given = block.get(field);
        if (given == null) {
            return standard;
        }
        return Arrays.stream(words)
                .filter(word -> word(word).equals(given))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected spec.schedule." + field + " to be one of "
                        + Arrays.stream(words).map(ScheduleSpec::word).collect(Collectors.joining(", "))
                        + ", found \"" + SpecField.shown(String.valueOf(given)) + "\"."));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
