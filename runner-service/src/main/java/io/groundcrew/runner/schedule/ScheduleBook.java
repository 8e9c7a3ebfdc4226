package io.groundcrew.runner.schedule;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.runner.hold.ScheduleKey;
import io.groundcrew.runner.resource.Resources;
import io.groundcrew.runner.resource.ScheduleSpec;
import io.groundcrew.runner.resource.StoredResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The schedules of all existing SLXs, made again when a resource changed; empty until the resources were read once. */
class ScheduleBook {

    private final Resources resources;
    private volatile Made made = new Made(-1, List.of(), Map.of());

    private record Made(long version, List<Schedule> schedules, Map<Slot, List<Schedule>> bySlot) {}

    ScheduleBook(Resources resources) {
        this.resources = resources;
    }

    List<Schedule> all() {
        return current().schedules();
    }

    Set<Slot> slots() {
        return current().bySlot().keySet();
    }

    List<Schedule> in(Slot slot) {
        return current().bySlot().getOrDefault(slot, List.of());
    }

    /** Those of a workspace, the newest first. */
    List<Schedule> in(String workspace) {
        List<Schedule> schedules = new ArrayList<>();
        for (StoredResource slx : resources.in(workspace, Kind.SLX)) {
            for (RobotKind kind : RobotKind.values()) {
                Schedule schedule = find(slx.slx(), kind);
                if (schedule != null) {
                    schedules.add(schedule);
                }
            }
        }
        return schedules;
    }

    /** The schedule of an SLX's SLI or Runbook; null when that does not run by itself. */
    @Nullable
    Schedule find(SlxRef slx, RobotKind kind) {
        StoredResource document = resources.find(kind == RobotKind.SLI ? Kind.SLI : Kind.RUNBOOK, slx);
        return document == null ? null : read(document, kind);
    }

    private Made current() {
        long version = resources.version();
        Made last = made;
        if (last.version() != version) {
            List<Schedule> schedules = new ArrayList<>();
            add(schedules, Kind.SLI, RobotKind.SLI);
            add(schedules, Kind.RUNBOOK, RobotKind.RUNBOOK);
            last = new Made(
                    version,
                    List.copyOf(schedules),
                    schedules.stream().collect(Collectors.groupingBy(schedule -> Slot.of(schedule.times()))));
            made = last;
        }
        return last;
    }

    private void add(List<Schedule> schedules, Kind kind, RobotKind robotKind) {
        for (StoredResource document : resources.all(kind)) {
            Schedule schedule = read(document, robotKind);
            if (schedule != null) {
                schedules.add(schedule);
            }
        }
    }

    private @Nullable Schedule read(StoredResource document, RobotKind kind) {
        ScheduleSpec spec = document.robot() == null ? null : document.robot().schedule();
        StoredResource slx = resources.find(Kind.SLX, document.slx());
        List<String> locations = resources.locationsOf(document);
        if (spec == null || slx == null || locations.isEmpty()) {
            return null;
        }
        return new Schedule(
                new ScheduleKey(document.slx(), kind),
                spec,
                spec.times(document.slx()),
                locations,
                later(document.modified(), slx.modified()));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
