package io.groundcrew.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.embedded.test.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can write to the topics publishes again what the runner once signed. Attack cases 12 and 54. */
class ReplayTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration LOCK = Duration.ofSeconds(2);
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    private Path directory;

    private TestFleet fleet;
    private TopicTail events;

    @BeforeEach
    void open() throws Exception {
        String servers = TestKafka.bootstrapServers();
        fleet = new TestFleet(servers, "replay-" + COUNT.incrementAndGet(), directory, LOCK);
        events = TopicTail.events(servers);
    }

    @AfterEach
    void close() {
        fleet.close();
        events.close();
    }

    @Test
    void refusesAndCountsWhatThisWorkerHasExecuted() {
        List<TaskRequest> requests =
                List.of(fleet.request(true, Map.of()), fleet.request(false, Map.of()), fleet.call(true, Map.of()));
        try (TestWorker worker = worker("a")) {
            requests.forEach(fleet::publish);
            requests.forEach(request -> assertThat(end(request).outcome()).isEqualTo(Outcome.COMPLETED));
            await().atMost(SOON).until(this::nothingWaits);
            assertThat(worker.refused("replayed")).isZero();

            requests.forEach(fleet::publish);
            requests.forEach(fleet::publish);

            await().atMost(SOON).until(() -> worker.refused("replayed") == 6);
            await().atMost(SOON).until(this::nothingWaits);
            assertThat(worker.tasks().started()).hasSize(3);
            for (TaskRequest request : requests) {
                assertThat(events.finished(request.run().id())).hasSize(1);
            }
        }
    }

    @Test
    void countsACopyThatComesWhileTheFirstIsExecuted() {
        TaskRequest request = fleet.publish(fleet.request(true, Map.of("WAIT", "")));
        UUID run = request.run().id();
        try (TestWorker worker = worker("a")) {
            await().atMost(SOON).until(() -> worker.tasks().startsOf(run) == 1);
            fleet.publish(request);
            worker.tasks().finish(run);
            await().atMost(SOON).until(() -> worker.refused("replayed") == 1);
            await().atMost(SOON).until(this::nothingWaits);
            assertThat(worker.tasks().startsOf(run)).isEqualTo(1);
            assertThat(events.finished(run)).hasSize(1);
        }
    }

    @Test
    void countsWhatTheRunnerDeniesSinceAnotherWorkerHadIt() {
        TaskRequest request = fleet.publish(fleet.request(false, Map.of()));
        UUID run = request.run().id();
        try (TestWorker first = worker("a")) {
            end(request);
            await().atMost(SOON).until(this::nothingWaits);
            assertThat(first.refused("replayed")).isZero();
        }
        try (TestWorker second = worker("b")) {
            fleet.publish(request);
            await().atMost(SOON).until(() -> second.refused("replayed") == 1);
            await().atMost(SOON).until(this::nothingWaits);
            assertThat(second.tasks().startsOf(run)).isZero();
            assertThat(events.finished(run)).hasSize(1);
        }
    }

    @Test
    void runsAgainAndDoesNotCountWhatWasInterrupted() {
        TaskRequest slot = fleet.publish(fleet.request(true, Map.of("WAIT", "")));
        TaskRequest call = fleet.publish(fleet.call(true, Map.of("WAIT", "")));
        try (TestWorker worker = worker("a")) {
            await().atMost(SOON).until(() -> worker.tasks().started().size() == 2);
            fleet.tell(new Control.Drain(worker.id(), Instant.now()));
            await().atMost(SOON).until(() -> worker.tasks().killed().size() == 2);
            fleet.tell(new Control.Drain(worker.id(), null));

            for (TaskRequest request : List.of(slot, call)) {
                UUID run = request.run().id();
                await().atMost(SOON).until(() -> worker.tasks().startsOf(run) == 2);
                worker.tasks().finish(run);
                assertThat(end(request).outcome()).isEqualTo(Outcome.COMPLETED);
            }
            await().atMost(SOON).until(this::nothingWaits);
            assertThat(worker.refused("replayed")).isZero();
        }
    }

    private boolean nothingWaits() throws Exception {
        return fleet.unanswered(Lane.SCHEDULED) <= 0 && fleet.unanswered(Lane.CALLS) <= 0;
    }

    private TestWorker worker(String name) {
        return new TestWorker(fleet, directory.resolve(name));
    }

    private Finished end(TaskRequest request) {
        return await().atMost(SOON)
                .until(() -> events.finished(request.run().id()), ends -> !ends.isEmpty())
                .getFirst();
    }
}
