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

/** Grants, cancellations and drains as a worker follows them. Attack cases 52 and 54. */
class ControlTest {

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
        fleet = new TestFleet(servers, "control-" + COUNT.incrementAndGet(), directory, LOCK);
        events = TopicTail.events(servers);
    }

    @AfterEach
    void close() {
        fleet.close();
        events.close();
    }

    @Test
    void startsWhatMustNotBeRepeatedOnlyWhenTheRunnerHasAnswered() {
        fleet.answersGrants(false);
        TaskRequest request = fleet.publish(fleet.request(false, Map.of()));
        UUID run = request.run().id();
        try (TestWorker worker = worker("a")) {
            await().atMost(SOON).until(() -> fleet.asksFor(run) >= 2);
            assertThat(worker.tasks().startsOf(run)).isZero();

            fleet.answersGrants(true);

            assertThat(end(request).outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(worker.tasks().startsOf(run)).isEqualTo(1);
        }
    }

    @Test
    void neverStartsWhatAnotherWorkerWasGrantedAndAnswersForItQuietly() {
        TaskRequest request = fleet.request(false, Map.of());
        UUID run = request.run().id();
        fleet.grantToAnother(request);
        fleet.publish(request);
        try (TestWorker worker = worker("a")) {
            await().atMost(SOON).until(() -> fleet.asksFor(run) >= 1);
            await().atMost(SOON).until(() -> fleet.unanswered(Lane.SCHEDULED) == 0);
            assertThat(worker.tasks().startsOf(run)).isZero();
            assertThat(events.finished(run)).isEmpty();
        }
    }

    @Test
    void runsOnceWhatMustNotBeRepeatedThoughItWasPublishedTwiceForTwoWorkers() {
        TaskRequest request = fleet.request(false, Map.of("WAIT", ""));
        UUID run = request.run().id();
        fleet.publish(request);
        fleet.publish(request);
        try (TestWorker one = worker("a");
                TestWorker other = worker("b")) {
            var both = List.of(one, other);
            await().atMost(SOON).until(() -> starts(both, run) == 1);
            fleet.publish(request);
            await().during(LOCK.multipliedBy(2)).atMost(SOON).until(() -> starts(both, run) == 1);
            both.stream()
                    .filter(worker -> worker.tasks().startsOf(run) == 1)
                    .forEach(worker -> worker.tasks().finish(run));
            end(request);
            await().atMost(SOON).until(() -> fleet.unanswered(Lane.SCHEDULED) == 0);
            assertThat(starts(both, run)).isEqualTo(1);
            assertThat(events.finished(run)).hasSize(1);
        }
    }

    @Test
    void neverStartsWhatWasCancelledBeforeTheWorkerItselfStarted() {
        TaskRequest cancelled = fleet.publish(fleet.request(true, Map.of()));
        fleet.cancel(cancelled.run().id());
        TaskRequest next = fleet.publish(fleet.request(true, Map.of()));
        try (TestWorker worker = worker("a")) {
            end(next);
            await().atMost(SOON).until(() -> fleet.unanswered(Lane.SCHEDULED) == 0);
            assertThat(worker.tasks().startsOf(cancelled.run().id())).isZero();
            assertThat(events.finished(cancelled.run().id())).isEmpty();
        }
    }

    @Test
    void killsARunningTaskThatIsCancelledAndReportsIt() {
        for (boolean repeatable : new boolean[] {true, false}) {
            TaskRequest request = fleet.publish(fleet.request(repeatable, Map.of("WAIT", "")));
            UUID run = request.run().id();
            try (TestWorker worker = worker("a" + repeatable)) {
                await().atMost(SOON).until(() -> worker.tasks().startsOf(run) == 1);
                fleet.cancel(run);
                fleet.cancel(run);

                Finished end = end(request);
                assertThat(end.outcome()).isEqualTo(Outcome.CANCELLED);
                assertThat(end.reason()).isEqualTo("Cancelled by jane.");
                assertThat(worker.tasks().killed()).containsExactly(run);
                await().atMost(SOON).until(() -> fleet.unanswered(Lane.SCHEDULED) == 0);
                assertThat(events.finished(run)).hasSize(1);
            }
        }
    }

    @Test
    void startsNothingThatIsCancelledWhileItWaitsForLeave() {
        fleet.answersGrants(false);
        TaskRequest request = fleet.publish(fleet.request(false, Map.of()));
        UUID run = request.run().id();
        try (TestWorker worker = worker("a")) {
            await().atMost(SOON).until(() -> fleet.asksFor(run) >= 1);
            fleet.cancel(run);
            await().atMost(SOON).until(() -> fleet.unanswered(Lane.SCHEDULED) == 0);
            fleet.tell(new Control.Granted(run, 1, worker.id()));
            end(fleet.publish(fleet.request(true, Map.of())));
            assertThat(worker.tasks().startsOf(run)).isZero();
            assertThat(events.finished(run)).isEmpty();
        }
    }

    /** Attack case 12: whoever can write to the topic is not the runner yet. */
    @Test
    void heedsNobodyButTheRunner() {
        fleet.answersGrants(false);
        TaskRequest waiting = fleet.publish(fleet.request(true, Map.of("WAIT", "")));
        TaskRequest asking = fleet.publish(fleet.request(false, Map.of()));
        UUID run = waiting.run().id();
        UUID granted = asking.run().id();
        try (TestWorker worker = worker("a", "worker.slots=4")) {
            await().atMost(SOON).until(() -> worker.tasks().startsOf(run) == 1 && fleet.asksFor(granted) >= 1);
            fleet.tellForged(
                    new Control.Cancel(List.of(run), "Forged.", Instant.now().plus(Duration.ofMinutes(5))));
            fleet.tellForged(new Control.Granted(granted, 1, worker.id()));
            await().during(LOCK)
                    .atMost(SOON)
                    .until(() -> worker.tasks().killed().isEmpty());
            assertThat(worker.tasks().startsOf(granted)).isZero();
            worker.tasks().finish(run);
            assertThat(end(waiting).outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void drainsByHandingBackWhatMayBeRepeatedAndFinishingTheRest() {
        TaskRequest repeatable = fleet.publish(fleet.request(true, Map.of("WAIT", "")));
        TaskRequest once = fleet.publish(fleet.request(false, Map.of("WAIT", "")));
        UUID first = repeatable.run().id();
        UUID second = once.run().id();
        try (TestWorker leaving = worker("a", "worker.slots=4")) {
            await().atMost(SOON)
                    .until(() -> leaving.tasks().startsOf(first) == 1
                            && leaving.tasks().startsOf(second) == 1);
            fleet.tell(new Control.Drain(leaving.id(), Instant.now()));
            await().atMost(SOON).until(() -> leaving.tasks().killed().contains(first));
            try (TestWorker staying = worker("b")) {
                await().atMost(SOON).until(() -> staying.tasks().startsOf(first) == 1);
                staying.tasks().finish(first);
                assertThat(end(repeatable).worker()).isEqualTo(staying.id());
            }
            assertThat(leaving.tasks().killed()).doesNotContain(second);
            TaskRequest later = fleet.publish(fleet.request(true, Map.of()));
            await().during(LOCK)
                    .atMost(SOON)
                    .until(() -> leaving.tasks().startsOf(later.run().id()) == 0);
            leaving.tasks().finish(second);
            assertThat(end(once).outcome()).isEqualTo(Outcome.COMPLETED);

            fleet.tell(new Control.Drain(leaving.id(), null));

            assertThat(end(later).worker()).isEqualTo(leaving.id());
        }
    }

    private TestWorker worker(String name, String... more) {
        return new TestWorker(fleet, directory.resolve(name), more);
    }

    private Finished end(TaskRequest request) {
        return await().atMost(SOON)
                .until(() -> events.finished(request.run().id()), ends -> !ends.isEmpty())
                .getFirst();
    }

    private static long starts(List<TestWorker> workers, UUID run) {
        return workers.stream()
                .mapToLong(worker -> worker.tasks().startsOf(run))
                .sum();
    }
}
