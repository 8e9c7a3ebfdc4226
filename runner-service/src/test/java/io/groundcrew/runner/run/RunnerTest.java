package io.groundcrew.runner.run;

import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.embedded.test.TestKafka;
import io.groundcrew.runner.api.model.RunRequestCreate;
import io.groundcrew.runner.api.model.RunSessionCreate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A runner of its own on a broker and a database for each test, and what tests of runs do with it. */
abstract class RunnerTest {

    /** One for all of these classes, whose fixture makes its topics anew for each test. */
    private static final String KAFKA = TestKafka.another();

    @TempDir
    private Path directory;

    RunnerFixture runner;

    @BeforeEach
    void start() {
        runner = new RunnerFixture(KAFKA, directory);
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    /** Asks for a run. */
    AcceptedRun open() {
        return open(null);
    }

    AcceptedRun open(@Nullable String key) {
        RunSessionCreate asked = new RunSessionCreate().runRequests(List.of(new RunRequestCreate("disk")));
        return runner.sessions
                .open("demo", RunnerFixture.JANE, asked, key)
                .runs()
                .getFirst();
    }

    /** A run that worker-1 has begun. */
    AcceptedRun started() {
        AcceptedRun run = open();
        runner.workerStarts(run, 1, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));
        return run;
    }

    List<UUID> cancel(AcceptedRun run) {
        return runner.cancellations.run("demo", run.id(), "jane", "not needed");
    }

    void sweepWithAllSeen() {
        awaitAllSeen();
        runner.sweep.sweep();
    }

    void awaitAllSeen() {
        runner.clock.advance(Duration.ofSeconds(3));
        await().until(() -> runner.follower.currentAsOf().equals(runner.clock.instant()));
    }

    /** The ends of a run that were told, the first one first. */
    List<RunEvent.Finished> ends(AcceptedRun run) {
        return runner.events().stream()
                .filter(RunEvent.Finished.class::isInstance)
                .map(RunEvent.Finished.class::cast)
                .filter(event -> event.run().id().equals(run.id()))
                .toList();
    }
}
