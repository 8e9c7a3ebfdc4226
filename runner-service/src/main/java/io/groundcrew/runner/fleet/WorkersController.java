package io.groundcrew.runner.fleet;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.runner.api.WorkersApi;
import io.groundcrew.runner.api.model.DrainRequest;
import io.groundcrew.runner.api.model.TagDrainRequest;
import io.groundcrew.runner.api.model.TagResumeRequest;
import io.groundcrew.runner.api.model.ToldWorkers;
import io.groundcrew.runner.api.model.Worker;
import io.groundcrew.runner.api.model.WorkerEnvironment;
import io.groundcrew.runner.api.model.WorkerList;
import io.groundcrew.runner.run.RunPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
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
    public ResponseEntity<WorkerList> listWorkers(@Nullable String tag) {
        return ResponseEntity.ok(new WorkerList(board.workers().stream()
                .filter(worker -> tag == null || worker.tags().contains(tag))
                .sorted(Comparator.comparing(WorkerBeat::startedAt).reversed())
                .map(this::shown)
                .toList()));
    }

    @Override
    public ResponseEntity<Void> drainWorker(String worker, @Nullable DrainRequest body) {
        tell(List.of(known(worker)), graceEnd(body == null ? GRACE_SECONDS : body.getGraceSeconds()));
        return ResponseEntity.noContent().build();
    }

    @Override
    public ResponseEntity<Void> resumeWorker(String worker) {
        tell(List.of(known(worker)), null);
        return ResponseEntity.noContent().build();
    }

    @Override
    public ResponseEntity<ToldWorkers> drainWorkers(TagDrainRequest body) {
        List<String> workers = tagged(body.getTag());
        tell(workers, graceEnd(body.getGraceSeconds()));
        return ResponseEntity.ok(new ToldWorkers(workers));
    }

    @Override
    public ResponseEntity<ToldWorkers> resumeWorkers(TagResumeRequest body) {
        List<String> workers = tagged(body.getTag());
        tell(workers, null);
        return ResponseEntity.ok(new ToldWorkers(workers));
    }

    private Instant graceEnd(int seconds) {
        return clock.instant().plusSeconds(seconds);
    }

    private String known(String worker) {
        if (board.lastBeat(worker) == null) {
            throw ProblemException.notFound("There is no worker \"" + worker + "\".");
        }
        return worker;
    }

    private List<String> tagged(String tag) {
        List<String> workers = board.workers().stream()
                .filter(worker -> worker.tags().contains(tag))
                .map(WorkerBeat::worker)
                .sorted()
                .toList();
        if (workers.isEmpty()) {
            throw ProblemException.notFound("There is no worker with the tag \"" + tag + "\".");
        }
        return workers;
    }

    /** Tells each of them, or says that not all were told; telling one again does no harm. */
    private void tell(List<String> workers, @Nullable Instant by) {
        CompletableFuture<?>[] told = workers.stream()
                .map(worker -> publisher.control(new Control.Drain(worker, by)))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(told).get(TOLD.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw ProblemException.unavailable("Not all of " + String.join(", ", workers)
                    + " could be told: Kafka did not take the message. Ask again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The runner is stopping. Ask again.");
        }
    }

    private Worker shown(WorkerBeat beat) {
        Worker shown = new Worker(
                beat.worker(),
                beat.location(),
                beat.tags(),
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
