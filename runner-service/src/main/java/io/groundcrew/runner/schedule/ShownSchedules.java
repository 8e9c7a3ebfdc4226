package io.groundcrew.runner.schedule;

import io.groundcrew.runner.api.model.NextRun;
import io.groundcrew.runner.api.model.SchedulePause;
import io.groundcrew.runner.api.model.SlxSchedule;
import io.groundcrew.runner.hold.Holds;
import io.groundcrew.runner.hold.Pause;
import io.groundcrew.runner.hold.ScheduleKey;
import io.groundcrew.runner.hold.Window;
import io.groundcrew.runner.timing.CronTimes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Schedules in the API's words. */
class ShownSchedules {

    private final Holds holds;
    private final Clock clock;

    ShownSchedules(Holds holds, Clock clock) {
        this.holds = holds;
        this.clock = clock;
    }

    /** @param lastFire null when it is not known */
    SlxSchedule schedule(Schedule schedule, int nextRuns, @Nullable Instant lastFire) {
        SlxSchedule shown = new SlxSchedule(
                        schedule.slx().fullName(),
                        schedule.slx().shortName(),
                        SlxSchedule.KindEnum.fromValue(kind(schedule)),
                        SlxSchedule.MisfireEnum.fromValue(word(schedule.spec().misfire())),
                        SlxSchedule.OverlapEnum.fromValue(word(schedule.spec().overlap())),
                        next(schedule, nextRuns))
                .lastFire(lastFire);
        CronTimes cron = schedule.spec().cron();
        if (cron == null) {
            shown.every(schedule.spec().intervalSeconds());
        } else {
            shown.cron(cron.text())
                    .timeZone(cron.zone().getId())
                    .jitterSeconds(schedule.spec().jitterSeconds());
        }
        Instant now = clock.instant();
        Pause pause = holds.pause(schedule.key(), now);
        if (pause != null) {
            shown.paused(new SchedulePause(pause.by(), pause.since()).reason(pause.reason()));
        }
        return shown.maintenanceWindow(window(schedule, now));
    }

    /** The next fires, with what would hold them as things stand now. */
    List<NextRun> next(Schedule schedule, int count) {
        List<NextRun> runs = new ArrayList<>();
        Instant at = schedule.times().next(clock.instant());
        while (at != null && runs.size() < count) {
            runs.add(new NextRun(at, holds.pause(schedule.key(), at) != null).maintenanceWindow(window(schedule, at)));
            at = schedule.times().next(at);
        }
        return runs;
    }

    static String kind(Schedule schedule) {
        return kind(schedule.key());
    }

    static String kind(ScheduleKey key) {
        return word(key.kind());
    }

    private @Nullable String window(Schedule schedule, Instant at) {
        Window window = holds.window(schedule.slx(), at);
        return window == null ? null : window.name();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
