package io.groundcrew.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.embedded.test.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that need no process run in batches beside the slots, and each of them is promised what every run is. */
class CallsTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration LOCK = Duration.ofSeconds(2);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Map<String, String> WAIT = Map.of("WAIT", "");

    @TempDir
    private Path directory;

    private TestFleet fleet;
    private TopicTail events;

    @BeforeEach
    void open() throws Exception {
        String servers = TestKafka.bootstrapServers();
        fleet = new TestFleet(servers, "calls-" + COUNT.incrementAndGet(), directory, LOCK);
        events = TopicTail.events(servers);
    }

    @AfterEach
    void close() {
        fleet.close();
        events.close();
    }

    @Test
    void runManyAtATimeAndLeaveTheSlotsToOthers() {
        List<UUID> calls = IntStream.range(0, 40).mapToObj(_ -> call(WAIT)).toList();
        try (TestWorker worker = worker("a", "worker.slots=1")) {
            await().atMost(SOON).until(() -> calls.stream().allMatch(run -> starts(run, worker) == 1));
            TaskRequest other = fleet.publish(fleet.request(true, Map.of()));
            assertThat(end(other.run().id()).outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(events.finished().map(end -> end.run().id())).doesNotContainAnyElementsOf(calls);
            calls.forEach(run -> worker.tasks().finish(run));
            calls.forEach(run -> assertThat(end(run).outcome()).isEqualTo(Outcome.COMPLETED));
        }
    }

    @Test
    void runEachOfFiveHundredOnce() {
        List<UUID> calls = IntStream.range(0, 500).mapToObj(_ -> call(Map.of())).toList();
        try (TestWorker worker = worker("a")) {
            await().atMost(SOON)
                    .until(() -> events.finished()
                                    .filter(end -> calls.contains(end.run().id()))
                                    .count()
                            >= 500);
            assertThat(worker.tasks().started())
                    .extracting(execution -> execution.run())
                    .containsExactlyInAnyOrderElementsOf(calls);
        }
    }

    @Test
    void areKeptLongerThanTheLockWhileOthersOfTheirBatchEnd() {
        UUID slow = call(WAIT);
        UUID slower = call(WAIT);
        UUID quick = call(Map.of());
        try (TestWorker worker = worker("a", "worker.calls=3");
                TestWorker rival = worker("b", "worker.calls=3")) {
            await().atMost(SOON).until(() -> starts(slow, worker, rival) + starts(slower, worker, rival) == 2);
            assertThat(end(quick).outcome()).isEqualTo(Outcome.COMPLETED);
            await().during(LOCK.multipliedBy(3))
                    .atMost(SOON)
                    .until(() -> starts(slow, worker, rival) + starts(slower, worker, rival) == 2);
            finish(slow, worker, rival);
            assertThat(end(slow).outcome()).isEqualTo(Outcome.COMPLETED);
            await().during(LOCK.multipliedBy(2)).atMost(SOON).until(() -> starts(slow, worker, rival) == 1);
            finish(slower, worker, rival);
            assertThat(end(slower).outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(starts(quick, worker, rival)).isEqualTo(1);
        }
    }

    @Test
    void goToAnotherWorkerWhenTheirsStops() {
        List<UUID> calls = IntStream.range(0, 10).mapToObj(_ -> call(WAIT)).toList();
        try (TestWorker first = worker("a")) {
            await().atMost(SOON).until(() -> calls.stream().allMatch(run -> starts(run, first) == 1));
            first.close();
            assertThat(first.tasks().killed()).containsExactlyInAnyOrderElementsOf(calls);
        }
        try (TestWorker second = worker("b")) {
            await().atMost(SOON).until(() -> calls.stream().allMatch(run -> starts(run, second) == 1));
            calls.forEach(run -> second.tasks().finish(run));
            calls.forEach(run -> assertThat(end(run).worker()).isEqualTo(second.id()));
        }
    }

    @Test
    void thatMayNotBeRepeatedAreRefused() {
        UUID run = fleet.publish(fleet.call(false, Map.of())).run().id();
        UUID other = call(Map.of());
        try (TestWorker worker = worker("a")) {
            end(other);
            await().atMost(SOON).until(() -> worker.refused("misplaced") == 1);
            assertThat(starts(run, worker)).isZero();
        }
    }

    /** Until its answer is sent, a check that is over would be run again when its worker is gone. */
    @Test
    void areAnsweredForAlsoWhileOthersOfTheirBatchGoOn() throws Exception {
        UUID quick = call(Map.of());
        UUID slow = call(WAIT);
        try (TestWorker worker = worker("a", "worker.calls=2")) {
            end(quick);
            await().atMost(SOON).until(() -> fleet.unanswered(Lane.CALLS) == 1);
            assertThat(starts(slow, worker)).isEqualTo(1);
            worker.tasks().finish(slow);
            end(slow);
        }
    }

    private UUID call(Map<String, String> variables) {
        return fleet.publish(fleet.call(true, variables)).run().id();
    }

    private Finished end(UUID run) {
        return await().atMost(SOON)
                .until(() -> events.finished(run), ends -> !ends.isEmpty())
                .getFirst();
    }

    private static long starts(UUID run, TestWorker... workers) {
        return List.of(workers).stream()
                .mapToLong(worker -> worker.tasks().startsOf(run))
                .sum();
    }

    private static void finish(UUID run, TestWorker... workers) {
        for (TestWorker worker : workers) {
            if (worker.tasks().startsOf(run) > 0) {
                worker.tasks().finish(run);
            }
        }
    }

    private TestWorker worker(String name, String... more) {
        return new TestWorker(fleet, directory.resolve(name), more);
    }
}
