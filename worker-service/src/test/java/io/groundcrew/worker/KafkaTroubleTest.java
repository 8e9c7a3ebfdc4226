package io.groundcrew.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.test.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker of the tests' own, with records and absences that a worker has to live with. Attack case 54. */
class KafkaTroubleTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LOCK = Duration.ofSeconds(2);

    @TempDir
    private Path directory;

    private io.groundcrew.embedded.KafkaSettings settings;
    private EmbeddedKafka kafka;
    private TestFleet fleet;
    private TopicTail events;

    @BeforeEach
    void open() throws Exception {
        settings = TestKafka.settings();
        kafka = EmbeddedKafka.start(settings);
        fleet = new TestFleet(kafka.bootstrapServers(), "trouble", directory, LOCK);
        events = TopicTail.events(kafka.bootstrapServers());
    }

    @AfterEach
    void close() {
        fleet.close();
        events.close();
        kafka.close();
    }

    @Test
    void goesOnWithAGrantedRunWhileTheBrokerRestartsAndRunsItOnce() {
        TaskRequest request = fleet.publish(fleet.request(false, Map.of("WAIT", "")));
        UUID run = request.run().id();
        try (TestWorker worker = worker("a");
                TestWorker rival = worker("b")) {
            await().atMost(SOON)
                    .until(() -> worker.tasks().startsOf(run) + rival.tasks().startsOf(run) == 1);
            TestWorker holder = worker.tasks().startsOf(run) == 1 ? worker : rival;

            kafka.close();
            kafka = EmbeddedKafka.start(settings);

            fleet.publish(request);
            await().during(LOCK.multipliedBy(2))
                    .atMost(SOON)
                    .until(() -> worker.tasks().startsOf(run) + rival.tasks().startsOf(run) == 1);
            holder.tasks().finish(run);
            assertThat(end(request).worker()).isEqualTo(holder.id());
            await().atMost(SOON).until(() -> fleet.unanswered(Lane.SCHEDULED) == 0);
            assertThat(worker.tasks().startsOf(run) + rival.tasks().startsOf(run))
                    .isEqualTo(1);
            assertThat(events.finished(run)).extracting(Finished::outcome).containsExactly(Outcome.COMPLETED);
        }
    }

    @Test
    void publishesTheEndOfATaskThatEndedWhileTheBrokerWasAway() {
        TaskRequest request = fleet.publish(fleet.request(false, Map.of("WAIT", "")));
        UUID run = request.run().id();
        try (TestWorker worker = worker("a")) {
            await().atMost(SOON).until(() -> worker.tasks().startsOf(run) == 1);
            kafka.close();
            worker.tasks().finish(run);
            kafka = EmbeddedKafka.start(settings);

            assertThat(end(request).outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(worker.tasks().startsOf(run)).isEqualTo(1);
        }
    }

    @Test
    void passesOverRecordsWithoutAValue() {
        fleet.publishTombstone(fleet.queue(Lane.SCHEDULED));
        fleet.publishTombstone(Topics.CONTROL);
        fleet.publishTombstone(Topics.POOLS);
        TaskRequest next = fleet.publish(fleet.request(false, Map.of()));
        try (TestWorker worker = worker("a")) {
            assertThat(end(next).outcome()).isEqualTo(Outcome.COMPLETED);
            await().atMost(SOON).until(() -> worker.refused("empty") == 1);
            await().atMost(SOON).until(() -> fleet.unanswered(Lane.SCHEDULED) == 0);
        }
    }

    @Test
    void runsARequestThatIsLargerThanAFetch() {
        TaskRequest large =
                fleet.publish(fleet.request(false, Map.of("TEXT", "x".repeat(KafkaSettings.MAX_RECORD_BYTES / 2))));
        TaskRequest next = fleet.publish(fleet.request(false, Map.of()));
        try (TestWorker worker = worker("a")) {
            assertThat(end(large).outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(end(next).outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void refusesARecordThatIsTooLargeToBePutAsideAndGoesOn() {
        fleet.publishForged(new byte[KafkaSettings.MAX_RECORD_BYTES - 1_000], null);
        TaskRequest next = fleet.publish(fleet.request(false, Map.of()));
        try (TestWorker worker = worker("a")) {
            assertThat(end(next).outcome()).isEqualTo(Outcome.COMPLETED);
            await().atMost(SOON).until(() -> worker.refused("unsigned") == 1);
            await().atMost(SOON).until(() -> fleet.unanswered(Lane.SCHEDULED) == 0);
        }
    }

    private TestWorker worker(String name) {
        return new TestWorker(fleet, directory.resolve(name), "worker.slots=2", "worker.interactive-slots=0");
    }

    private Finished end(TaskRequest request) {
        return await().atMost(SOON)
                .until(() -> events.finished(request.run().id()), ends -> !ends.isEmpty())
                .getFirst();
    }
}
