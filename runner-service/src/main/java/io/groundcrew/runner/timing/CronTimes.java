package io.groundcrew.runner.timing;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * The minutes that a cron expression of five fields names in a time zone.
 *
 * <p>When clocks change: an expression for every hour goes on by elapsed time, so an hour that comes twice has its times
 * twice and one that is left out has none. Any other expression names times of the day, and each of them comes once: one
 * that is left out at the moment the clocks go forward, one that comes twice the first time.
 */
public final class CronTimes {

    private static final int LONGEST = 200;
    private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0-23");
    private static final Set<String> EVERY_DAY = Set.of("*", "?");

    /** Any calendar repeats within this many years from here on. */
    private static final LocalDateTime BEGINNING = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final String text;
    private final ZoneId zone;
    private final CronExpression cron;
    private final boolean everyHour;

    private CronTimes(String text, ZoneId zone, CronExpression cron, boolean everyHour) {
        this.text = text;
        this.zone = zone;
        this.cron = cron;
        this.everyHour = everyHour;
    }

    /**
     * Reads an expression.
     *
     * @param place where it stands, for the message
     * @param zone an IANA name; UTC for null
     * @throws IllegalArgumentException with a sentence when it is not an expression of five fields, names no day that ever
     *     comes, or when the zone is unknown
     */
    public static CronTimes parse(String place, String text, @Nullable String zone) {
        String[] fields = text.strip().split("\\s+");
        if (text.length() > LONGEST || fields.length != 5) {
            throw refused(
                    place,
                    text,
                    text.length() > LONGEST
                            ? "it is longer than " + LONGEST + " characters"
                            : "it has " + fields.length + " fields");
        }
        if (!EVERY_DAY.contains(fields[2]) && !EVERY_DAY.contains(fields[4])) {
            // Some programs take either day, others only days that are both: whatever we did would surprise somebody.
            throw refused(
                    place,
                    text,
                    "it restricts both the day of the month and the day of the week; leave one of them *, for example"
                            + " MON#1 as day of the week for the first Monday");
        }
        CronExpression cron;
        try {
            cron = CronExpression.parse("0 " + String.join(" ", fields));
        } catch (IllegalArgumentException e) {
            throw refused(place, text, String.valueOf(e.getMessage()));
        }
        if (cron.next(BEGINNING) == null) {
            throw refused(place, text, "no such day ever comes");
        }
        return new CronTimes(String.join(" ", fields), zone(place, zone), cron, EVERY_HOUR.contains(fields[1]));
    }

    /** The expression with single blanks. */
    public String text() {
        return text;
    }

    public ZoneId zone() {
        return zone;
    }

    /** The first time after an instant; null when none is in sight. */
    public @Nullable Instant next(Instant after) {
        return everyHour ? nextByElapsedTime(after) : nextByTimeOfDay(after);
    }

    private @Nullable Instant nextByTimeOfDay(Instant after) {
        ZoneRules rules = zone.getRules();
        LocalDateTime local = cron.next(LocalDateTime.ofInstant(after, zone));
        while (local != null) {
            Instant fire = instant(local, rules);
            if (fire.isAfter(after)) {
                return fire;
            }
            local = cron.next(local);
        }
        return null;
    }

    private static Instant instant(LocalDateTime local, ZoneRules rules) {
        ZoneOffsetTransition change = rules.getTransition(local);
        return change != null && change.isGap()
                ? change.getInstant()
                : local.toInstant(rules.getValidOffsets(local).getFirst());
    }

    /** Looks through the stretches between changes of the clocks, one after the other. */
    private @Nullable Instant nextByElapsedTime(Instant after) {
        ZoneRules rules = zone.getRules();
        Instant begin = after;
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime local = LocalDateTime.ofInstant(after, offset);
        while (true) {
            LocalDateTime match = cron.next(local);
            if (match == null) {
                return null;
            }
            Instant fire = match.toInstant(offset);
            ZoneOffsetTransition change = rules.nextTransition(begin);
            if (change == null || fire.isBefore(change.getInstant())) {
                return fire;
            }
            begin = change.getInstant();
            offset = change.getOffsetAfter();
            local = change.getDateTimeAfter().minusNanos(1);
        }
    }

    private static ZoneId zone(String place, @Nullable String name) {
        if (name == null) {
            return ZoneOffset.UTC;
        }
        try {
            if (ZoneId.getAvailableZoneIds().contains(name)) {
                return ZoneId.of(name);
            }
        } catch (DateTimeException e) {
            throw new IllegalStateException("The time zone " + name + " is listed and cannot be read", e);
        }
        throw new IllegalArgumentException("Expected the time zone of " + place
                + " to be an IANA name like Europe/Berlin, found \"" + shown(name) + "\".");
    }

    private static IllegalArgumentException refused(String place, String text, String reason) {
        return new IllegalArgumentException("Expected " + place
                + " to be a cron expression of five fields (minute, hour, day of month, month, day of week), found \""
                + shown(text) + "\": " + shown(reason) + ".");
    }

    private static String shown(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    @Override
    public String toString() {
        return text + " " + zone;
    }
}
