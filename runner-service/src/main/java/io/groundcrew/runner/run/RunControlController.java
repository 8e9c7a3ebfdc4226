package io.groundcrew.runner.run;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.api.RunControlApi;
import io.groundcrew.runner.api.model.CancelRequest;
import io.groundcrew.runner.api.model.CancelledRuns;
import io.groundcrew.runner.api.model.PurgeRequest;
import io.groundcrew.runner.api.model.Queue;
import io.groundcrew.runner.api.model.QueuedRun;
import io.groundcrew.runner.api.model.TagCondition;
import io.groundcrew.runner.plan.Fleet;
import io.groundcrew.runner.resource.Paging;
import io.groundcrew.runner.resource.Resources;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** Ends runs, and shows what waits and why. */
@RestController
class RunControlController implements RunControlApi {

    private final Cancellations cancellations;
    private final QueueRows queue;
    private final Fleet fleet;
    private final Resources resources;
    private final Clock clock;

    RunControlController(Cancellations cancellations, QueueRows queue, Fleet fleet, Resources resources, Clock clock) {
        this.cancellations = cancellations;
        this.queue = queue;
        this.fleet = fleet;
        this.resources = resources;
        this.clock = clock;
    }

    @Override
    public ResponseEntity<CancelledRuns> cancelRun(String workspace, UUID run, @Nullable CancelRequest body) {
        return shown(cancellations.run(workspace, run, subject(), reason(body)));
    }

    @Override
    public ResponseEntity<CancelledRuns> cancelRunSession(
            String workspace, UUID session, @Nullable CancelRequest body) {
        return shown(cancellations.session(workspace, session, subject(), reason(body)));
    }

    @Override
    public ResponseEntity<CancelledRuns> purgeQueue(String workspace, PurgeRequest body) {
        if (Stream.of(body.getSlxName(), body.getTaskTitle(), body.getTag(), body.getPool(), body.getLocation())
                .allMatch(condition -> condition == null)) {
            throw ProblemException.badRequest(
                    "Expected at least one of slxName, taskTitle, tag, pool and location, found none: say what is purged.");
        }
        QueueSelector.Queued selector = new QueueSelector.Queued(
                slxs(workspace, body.getSlxName(), body.getTag()),
                body.getTaskTitle(),
                body.getPool(),
                body.getLocation());
        return shown(cancellations.purge(workspace, selector, subject(), body.getReason()));
    }

    @Override
    public ResponseEntity<Queue> listQueue(String workspace, Integer limit, @Nullable String cursor) {
        resources.requireWorkspace(workspace);
        List<QueueRows.Queued> all = queue.of(workspace);
        Paging<QueueRows.Queued> page = Paging.cutMoving(all, limit, cursor, QueueRows.Queued::place);
        Queue shown = new Queue(
                page.results().stream().map(one -> shown(workspace, one)).toList(), all.size());
        shown.setNext(page.next());
        return ResponseEntity.ok(shown);
    }

    private QueuedRun shown(String workspace, QueueRows.Queued one) {
        SlxRef slx = new SlxRef(workspace, one.slx());
        QueuedRun shown = new QueuedRun(
                one.id(),
                one.session(),
                slx.fullName(),
                slx.shortName(),
                RunSessionController.titles(one.taskTitles()),
                one.requester(),
                one.requestedAt(),
                one.startBy(),
                Math.max(0, Duration.between(one.requestedAt(), clock.instant()).toSeconds()),
                one.position(),
                one.dispatched() ? QueuedRun.StateEnum.DISPATCHED : QueuedRun.StateEnum.WAITING,
                reason(one));
        shown.setLocation(one.location());
        shown.setPool(one.pool());
        return shown;
    }

    private String reason(QueueRows.Queued one) {
        if (!one.dispatched()) {
            return Optional.ofNullable(one.waitingFor()).orElse("Waits for the runner.");
        }
        boolean nobody = fleet.workers().stream()
                .noneMatch(beat -> beat.location().equals(one.location())
                        && beat.drainsBy() == null
                        && !fleet.isSilent(beat.worker(), clock.instant()));
        return nobody
                ? "Waits for a worker: none at location " + one.location() + " takes requests."
                : "Waits for a free slot at location " + one.location() + ".";
    }

    /** The SLXs that are meant; null for all. */
    private @Nullable List<String> slxs(String workspace, @Nullable String slxName, @Nullable TagCondition tag) {
        resources.requireWorkspace(workspace);
        if (slxName == null && tag == null) {
            return null;
        }
        return resources.in(workspace, Kind.SLX).stream()
                .filter(slx -> slxName == null || slx.slx().equals(SlxRef.of(workspace, slxName)))
                .filter(slx -> tag == null || slx.hasTag(tag.getName(), tag.getValue()))
                .map(slx -> slx.slx().shortName())
                .toList();
    }

    private static ResponseEntity<CancelledRuns> shown(List<UUID> runs) {
        return ResponseEntity.ok(new CancelledRuns(runs.size(), runs));
    }

    private static String subject() {
        return Caller.current().subject();
    }

    private static @Nullable String reason(@Nullable CancelRequest body) {
        return body == null ? null : body.getReason();
    }
}
