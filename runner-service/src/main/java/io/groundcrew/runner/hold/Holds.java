package io.groundcrew.runner.hold;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import io.groundcrew.runner.resource.Resources;
import io.groundcrew.runner.resource.StoredResource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** All pauses and maintenance windows, in memory; what another runner changes is followed within a second. */
public class Holds {

    private static final int MOST_WINDOWS = 100;
    private static final Duration KEEP_ENDED = Duration.ofDays(30);

    private final HoldRows rows;
    private final Resources resources;
    private final ChangeCounters counters;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private volatile Known known = new Known(-1, Map.of(), Map.of());

    private record Known(long version, Map<ScheduleKey, Pause> pauses, Map<String, List<Window>> windows) {}

    Holds(HoldRows rows, Resources resources, ChangeCounters counters, TransactionTemplate transaction, Clock clock) {
        this.rows = rows;
        this.resources = resources;
        this.counters = counters;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Takes over what was committed since the last time; cheap when nothing was. */
    void refresh() {
        long now = counters.current(Counter.HOLDS);
        if (now == known.version()) {
            return;
        }
        Map<ScheduleKey, Pause> pauses = new HashMap<>();
        rows.pauses().forEach(pause -> pauses.put(pause.schedule(), pause));
        Map<String, List<Window>> windows = rows.windows().stream().collect(Collectors.groupingBy(Window::workspace));
        known = new Known(now, pauses, windows);
    }

    /**
     * What keeps a schedule from firing at an instant; null when nothing does.
     *
     * @throws RuntimeException when the database has not answered once since the start: then nobody knows
     */
    public @Nullable Hold on(ScheduleKey schedule, Instant at) {
        Pause pause = pause(schedule, at);
        return pause != null ? pause : window(schedule.slx(), at);
    }

    /** The pause of a schedule at an instant; null when it is not paused then. */
    public @Nullable Pause pause(ScheduleKey schedule, Instant at) {
        Pause pause = loaded().pauses().get(schedule);
        return pause != null && pause.covers(at) ? pause : null;
    }

    /** A maintenance window that holds an SLX at an instant; null when none does. */
    public @Nullable Window window(SlxRef slx, Instant at) {
        List<Window> windows = loaded().windows().getOrDefault(slx.workspace(), List.of());
        StoredResource found = windows.isEmpty() ? null : resources.find(Kind.SLX, slx);
        return found == null
                ? null
                : windows.stream()
                        .filter(window -> window.selector().matches(found) && window.covers(at))
                        .findFirst()
                        .orElse(null);
    }

    /**
     * Pauses schedules.
     *
     * @param reason null for none
     * @return those that were not paused before
     */
    public List<ScheduleKey> pause(List<ScheduleKey> schedules, String by, @Nullable String reason) {
        return change(() -> rows.pause(schedules, by, now(), reason));
    }

    /** Lets paused schedules go on; answers with those that were paused. */
    public List<ScheduleKey> resume(List<ScheduleKey> schedules) {
        return change(() -> rows.resume(schedules, now()));
    }

    /** The windows of a workspace, newest first. */
    List<Window> windows(String workspace) {
        refresh();
        return known.windows().getOrDefault(workspace, List.of());
    }

    /**
     * Stores a window.
     *
     * @throws ProblemException 409 when the workspace has one of that name, or has too many
     */
    void create(Window window) {
        change(() -> {
            rows.forget(now().minus(KEEP_ENDED));
            long others = rows.windows().stream()
                    .filter(other -> other.workspace().equals(window.workspace()))
                    .count();
            if (others >= MOST_WINDOWS) {
                throw ProblemException.conflict(
                        "Expected at most " + MOST_WINDOWS + " maintenance windows in workspace \"" + window.workspace()
                                + "\", found " + others + ". Delete one.");
            }
            if (!rows.insert(window)) {
                throw ProblemException.conflict("Workspace \"" + window.workspace() + "\" has a maintenance window \""
                        + window.name() + "\". Delete it or choose another name.");
            }
            return window;
        });
    }

    /** Deletes a window; false when the workspace has none of that name. */
    boolean delete(String workspace, String name) {
        return windows(workspace).stream().anyMatch(window -> window.name().equals(name))
                && change(() -> rows.delete(workspace, name));
    }

    /** Counting the change first makes changes wait for each other. */
    private <T> T change(Supplier<T> step) {
        T result = Objects.requireNonNull(transaction.execute(status -> {
            counters.next(Counter.HOLDS);
            return step.get();
        }));
        refresh();
        return result;
    }

    private Known loaded() {
        if (known.version() < 0) {
            refresh();
        }
        return known;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
