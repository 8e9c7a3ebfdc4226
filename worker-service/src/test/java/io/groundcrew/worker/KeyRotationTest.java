package io.groundcrew.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.embedded.test.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runner's signing key is changed while requests are on their way. Attack case 12. */
class KeyRotationTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration LOCK = Duration.ofSeconds(5);
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    private Path directory;

    private TestFleet fleet;
    private TopicTail events;

    @BeforeEach
    void open() throws Exception {
        String servers = TestKafka.bootstrapServers();
        fleet = new TestFleet(servers, "rotation-" + COUNT.incrementAndGet(), directory, LOCK);
        events = TopicTail.events(servers);
    }

    @AfterEach
    void close() {
        fleet.close();
        events.close();
    }

    @Test
    void losesNoRunWhileTheOldKeyIsBelievedAndBelievesItNoLongerOnceItIsWithdrawn() throws Exception {
        SigningKey old = fleet.signingKey();
        TaskRequest running = fleet.publish(fleet.request(true, Map.of("WAIT", "")));
        try (TestWorker worker = worker("worker.slots=1", "worker.interactive-slots=0")) {
            await().atMost(SOON)
                    .until(() -> worker.tasks().startsOf(running.run().id()) == 1);
            // The only slot is busy, so these are still in the topic when the key changes.
            List<TaskRequest> waiting = new ArrayList<>(published(old));

            fleet.rotateKey();
            assertThat(fleet.signingKey().id()).isNotEqualTo(old.id());
            waiting.addAll(published(fleet.signingKey()));
            assertThat(worker.tasks().started()).hasSize(1);
            worker.tasks().finish(running.run().id());

            assertThat(end(running).outcome()).isEqualTo(Outcome.COMPLETED);
            waiting.forEach(request ->
                    assertThat(end(request).outcome()).as("%s", request).isEqualTo(Outcome.COMPLETED));
            assertThat(worker.refused("unsigned")).isZero();

            fleet.withdraw(old);
            TaskRequest forged = fleet.publish(fleet.request(true, Map.of()), old);
            TaskRequest genuine = fleet.publish(fleet.request(true, Map.of()));

            assertThat(end(genuine).outcome()).isEqualTo(Outcome.COMPLETED);
            await().atMost(SOON).until(() -> fleet.unanswered(Lane.SCHEDULED) == 0);
            assertThat(worker.refused("unsigned")).isEqualTo(1);
            assertThat(worker.tasks().startsOf(forged.run().id())).isZero();
            assertThat(events.finished(forged.run().id())).isEmpty();
        }
    }

    /** One that may be repeated, and one that asks for leave first: the answer is signed with the key of that moment. */
    private List<TaskRequest> published(SigningKey signer) {
        return List.of(
                fleet.publish(fleet.request(true, Map.of()), signer),
                fleet.publish(fleet.request(false, Map.of()), signer));
    }

    private TestWorker worker(String... more) {
        return new TestWorker(fleet, directory.resolve("a"), more);
    }

    private Finished end(TaskRequest request) {
        return await().atMost(SOON)
                .until(() -> events.finished(request.run().id()), ends -> !ends.isEmpty())
                .getFirst();
    }
}
