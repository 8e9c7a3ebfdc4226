package io.groundcrew.runner.fleet;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.runner.api.WorkersApi;
import io.groundcrew.runner.api.model.DrainRequest;
import io.groundcrew.runner.api.model.Worker;
import io.groundcrew.runner.api.model.WorkerEnvironment;
import io.groundcrew.runner.api.model.WorkerList;
import io.groundcrew.runner.run.RunPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** The workers as the API shows them. */
@RestController
class WorkersController implements WorkersApi {

    private static final int GRACE_SECONDS = 300;
    private static final Duration TOLD = Duration.ofSeconds(5);

    private final WorkerBoard board;
    private final RunPublisher publisher;
    private final Clock clock;

    WorkersController(WorkerBoard board, RunPublisher publisher, Clock clock) {
        this.board = board;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public ResponseEntity<WorkerList> listWorkers() {
        return ResponseEntity.ok(new WorkerList(board.workers().stream()
                .sorted(Comparator.comparing(WorkerBeat::startedAt).reversed())
                .map(this::shown)
                .toList()));
    }

    @Override
    public ResponseEntity<Void> drainWorker(String worker, @Nullable DrainRequest body) {
        int grace = body == null ? GRACE_SECONDS : body.getGraceSeconds();
        tell(worker, clock.instant().plusSeconds(grace));
        return ResponseEntity.noContent().build();
    }

    @Override
    public ResponseEntity<Void> resumeWorker(String worker) {
        tell(worker, null);
        return ResponseEntity.noContent().build();
    }

    private void tell(String worker, @Nullable Instant by) {
        if (board.lastBeat(worker) == null) {
            throw ProblemException.notFound("There is no worker \"" + worker + "\".");
        }
        try {
            publisher.control(new Control.Drain(worker, by)).get(TOLD.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw ProblemException.unavailable(
                    "Worker \"" + worker + "\" could not be told: Kafka did not take the message. Ask again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The runner is stopping. Ask again.");
        }
    }

    private Worker shown(WorkerBeat beat) {
        Worker shown = new Worker(
                beat.worker(),
                beat.location(),
                beat.slots(),
                board.isStale(beat) ? Worker.HealthEnum.STALE : Worker.HealthEnum.ONLINE,
                beat.running(),
                beat.environments().stream().map(WorkersController::shown).toList());
        shown.setDrainsBy(beat.drainsBy());
        shown.setStartedAt(beat.startedAt());
        shown.setLastHeartbeat(board.lastBeat(beat.worker()));
        return shown;
    }

    private static WorkerEnvironment shown(WorkerBeat.Environment environment) {
        WorkerEnvironment shown = new WorkerEnvironment(
                environment.pool(),
                environment.commit(),
                WorkerEnvironment.StateEnum.fromValue(environment.state().name().toLowerCase(Locale.ROOT)));
        shown.setReason(environment.reason());
        return shown;
    }
}
