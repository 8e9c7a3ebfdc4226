package io.groundcrew.runner.fleet;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.runner.api.WorkersApi;
import io.groundcrew.runner.api.model.Worker;
import io.groundcrew.runner.api.model.WorkerEnvironment;
import io.groundcrew.runner.api.model.WorkerList;
import java.util.Comparator;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** The workers as the API shows them. */
@RestController
class WorkersController implements WorkersApi {

    private final WorkerBoard board;

    WorkersController(WorkerBoard board) {
        this.board = board;
    }

    @Override
    public ResponseEntity<WorkerList> listWorkers() {
        return ResponseEntity.ok(new WorkerList(board.workers().stream()
                .sorted(Comparator.comparing(WorkerBeat::startedAt).reversed())
                .map(this::shown)
                .toList()));
    }

    private Worker shown(WorkerBeat beat) {
        Worker shown = new Worker(
                beat.worker(),
                beat.location(),
                beat.slots(),
                board.isStale(beat) ? Worker.HealthEnum.STALE : Worker.HealthEnum.ONLINE,
                beat.running(),
                beat.environments().stream().map(WorkersController::shown).toList());
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
