package io.groundcrew.runner.schedule;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.runner.api.SchedulesApi;
import io.groundcrew.runner.api.model.NextRunList;
import io.groundcrew.runner.api.model.ScheduleSelection;
import io.groundcrew.runner.api.model.SelectedSchedule;
import io.groundcrew.runner.api.model.SelectedSchedules;
import io.groundcrew.runner.api.model.SlxScheduleList;
import io.groundcrew.runner.hold.Hold;
import io.groundcrew.runner.hold.Holds;
import io.groundcrew.runner.hold.ScheduleKey;
import io.groundcrew.runner.resource.Paging;
import io.groundcrew.runner.resource.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** Schedules as the API shows, pauses and resumes them. */
@RestController
class SchedulesController implements SchedulesApi {

    private static final int NEXT_RUNS = 3;
    private static final int SELECTED_SHOWN = 250;

    private final ScheduleBook schedules;
    private final ShownSchedules shown;
    private final LastFires lastFires;
    private final LastChecks lastChecks;
    private final Holds holds;
    private final Resources resources;

    SchedulesController(
            ScheduleBook schedules,
            ShownSchedules shown,
            LastFires lastFires,
            LastChecks lastChecks,
            Holds holds,
            Resources resources) {
        this.schedules = schedules;
        this.shown = shown;
        this.lastFires = lastFires;
        this.lastChecks = lastChecks;
        this.holds = holds;
        this.resources = resources;
    }

    @Override
    public ResponseEntity<SlxScheduleList> listSchedules(
            String workspace, Integer limit, @Nullable String cursor, @Nullable String tag) {
        resources.requireWorkspace(workspace);
        List<Schedule> all = schedules.in(workspace);
        Paging<Schedule> page = Paging.cut(
                tag == null ? all : withTag(all, tag),
                limit,
                cursor,
                schedule -> ShownSchedules.kind(schedule) + " " + schedule.slx().shortName());
        Map<ScheduleKey, Instant> kept = lastFires.of(page.results());
        SlxScheduleList list = new SlxScheduleList(page.results().stream()
                .map(schedule -> shown.schedule(
                        schedule,
                        NEXT_RUNS,
                        schedule.isRemembered() ? kept.get(schedule.key()) : lastChecks.of(schedule.slx())))
                .toList());
        list.setNext(page.next());
        return ResponseEntity.ok(list);
    }

    @Override
    public ResponseEntity<NextRunList> listNextRuns(String workspace, String slx, String kind, Integer count) {
        resources.requireWorkspace(workspace);
        SlxRef name = SlxRef.of(workspace, slx);
        Schedule schedule = schedules.find(name, kind(kind));
        if (schedule == null) {
            throw ProblemException.notFound("The " + kind + " of SLX " + name
                    + " does not run by itself. Apply one with" + " spec.intervalSeconds or spec.schedule.cron.");
        }
        return ResponseEntity.ok(new NextRunList(shown.next(schedule, count)));
    }

    @Override
    public ResponseEntity<SelectedSchedules> pauseSchedules(String workspace, ScheduleSelection body) {
        String reason = Hold.reason(body.getReason());
        return answer(holds.pause(selected(workspace, body), Caller.current().subject(), reason));
    }

    @Override
    public ResponseEntity<SelectedSchedules> resumeSchedules(String workspace, ScheduleSelection body) {
        return answer(holds.resume(selected(workspace, body)));
    }

    /** The schedules that a body means; there is at least one. */
    private List<ScheduleKey> selected(String workspace, ScheduleSelection body) {
        resources.requireWorkspace(workspace);
        String slx = body.getSlxName();
        var tag = body.getTag();
        boolean all = Boolean.TRUE.equals(body.getAll());
        if ((slx != null ? 1 : 0) + (tag != null ? 1 : 0) + (all ? 1 : 0) != 1) {
            throw ProblemException.badRequest("Expected exactly one of slxName, tag and all: true.");
        }
        List<Schedule> meant = schedules.in(workspace);
        if (slx != null) {
            SlxRef name = SlxRef.of(workspace, slx);
            meant = meant.stream()
                    .filter(schedule -> schedule.slx().equals(name))
                    .toList();
        } else if (tag != null) {
            meant = withTag(meant, tag.getName(), tag.getValue());
        }
        RobotKind kind = body.getKind() == null ? null : kind(body.getKind().getValue());
        List<ScheduleKey> keys = meant.stream()
                .map(Schedule::key)
                .filter(key -> kind == null || key.kind() == kind)
                .toList();
        if (keys.isEmpty()) {
            throw ProblemException.notFound("Workspace \"" + workspace + "\" has no schedule that this selects. GET"
                    + " /api/v3/workspaces/" + workspace + "/schedules lists them.");
        }
        return keys;
    }

    private List<Schedule> withTag(List<Schedule> all, String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? withTag(all, text, null)
                : withTag(all, text.substring(0, equals), text.substring(equals + 1));
    }

    private List<Schedule> withTag(List<Schedule> all, String name, @Nullable String value) {
        return all.stream()
                .filter(schedule -> {
                    var slx = resources.find(Kind.SLX, schedule.slx());
                    return slx != null && slx.hasTag(name, value);
                })
                .toList();
    }

    private static ResponseEntity<SelectedSchedules> answer(List<ScheduleKey> keys) {
        return ResponseEntity.ok(new SelectedSchedules(
                keys.size(),
                keys.stream()
                        .limit(SELECTED_SHOWN)
                        .map(key -> new SelectedSchedule(
                                key.slx().fullName(),
                                key.slx().shortName(),
                                SelectedSchedule.KindEnum.fromValue(ShownSchedules.kind(key))))
                        .toList()));
    }

    private static RobotKind kind(String name) {
        return switch (name) {
            case "sli" -> RobotKind.SLI;
            case "runbook" -> RobotKind.RUNBOOK;
            default -> throw ProblemException.badRequest("Expected the kind sli or runbook, found another word.");
        };
    }
}
