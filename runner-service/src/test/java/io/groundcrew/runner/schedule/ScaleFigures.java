package io.groundcrew.runner.schedule;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.runner.hold.ScheduleKey;
import io.groundcrew.runner.resource.ScheduleSpec;
import io.groundcrew.runner.timing.FireTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints the figures of docs/scale.md that need no broker: a million schedules of 30, 60, 120 and 300 seconds, in slots as the
 * runner has them, over ten minutes of a clock that is moved by hand. Arguments: the number of schedules.
 */
final class ScaleFigures {

    private static final int[] INTERVALS = {30, 60, 120, 300};
    private static final int SECONDS = 600;
    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    private ScaleFigures() {}

    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        long empty = usedBytes();
        long begun = System.nanoTime();
        List<Schedule> schedules = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            schedules.add(schedule(number));
        }
        Map<Slot, List<Schedule>> book =
                schedules.stream().collect(Collectors.groupingBy(schedule -> Slot.of(schedule.times())));
        print("schedules", count);
        print("made in, ms", millis(begun));
        print("bytes of the book a schedule", (double) (usedBytes() - empty) / count);
        print("Quartz triggers", book.size());
        IntSummaryStatistics slot30 = book.entrySet().stream()
                .filter(slot -> slot.getKey().intervalSeconds() == INTERVALS[0])
                .mapToInt(slot -> slot.getValue().size())
                .summaryStatistics();
        print("smallest slot of 30 s", slot30.getMin());
        print("largest slot of 30 s", slot30.getMax());
        fires(book);
    }

    /** Lets ten minutes pass, second by second. */
    private static void fires(Map<Slot, List<Schedule>> book) {
        IntSummaryStatistics perSecond = new IntSummaryStatistics();
        long finding = 0;
        long naming = 0;
        long ids = 0;
        for (int second = 0; second < SECONDS; second++) {
            Instant now = BEGIN.plusSeconds(second);
            long begun = System.nanoTime();
            List<Schedule> due = book.entrySet().stream()
                    .filter(slot -> slot.getKey().next(now.minusNanos(1)).equals(now))
                    .flatMap(slot -> slot.getValue().stream())
                    .filter(schedule -> schedule.times().isAt(now))
                    .toList();
            finding += System.nanoTime() - begun;
            perSecond.accept(due.size());
            begun = System.nanoTime();
            for (Schedule schedule : due) {
                ids ^= RunIds.scheduled(schedule.slx(), RobotKind.SLI, "local", now)
                        .getLeastSignificantBits();
            }
            naming += System.nanoTime() - begun;
        }
        print("fires a second, mean", perSecond.getAverage());
        print("fires a second, fewest", perSecond.getMin());
        print("fires a second, most", perSecond.getMax());
        print("finding what is due, µs a fire", finding / 1e3 / perSecond.getSum());
        print("naming its run, µs a fire", naming / 1e3 / perSecond.getSum());
        if (ids == 0) {
            throw new IllegalStateException("All runs have the same name");
        }
    }

    private static Schedule schedule(int number) {
        SlxRef slx = new SlxRef("workspace-" + number / 10_000, "service-" + number + "-health");
        int interval = INTERVALS[number % INTERVALS.length];
        ScheduleSpec spec = new ScheduleSpec(interval, null, 0, ScheduleSpec.Misfire.SKIP, ScheduleSpec.Overlap.SKIP);
        return new Schedule(
                new ScheduleKey(slx, RobotKind.SLI), spec, FireTimes.every(interval, slx), List.of("local"), BEGIN);
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double millis(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void print(String what, double value) {
        System.out.printf("%-34s %,14.2f%n", what, value);
    }
}
