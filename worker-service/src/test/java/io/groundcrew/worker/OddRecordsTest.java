package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.TestFleet.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Headers;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Records that nobody should have published, or that are larger than most, stop no worker. */
class OddRecordsTest {

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    private final TestRunner runner = fleet.runner();
    private final TopicTail rejected = fleet.tail(Topics.REJECTED);

    @Test
    void dropsForgedAndUnreadableRequestsAndGoesOn() {
        TaskRequest forged = runner.repeatable(AT_ONCE);
        runner.publishForged(Wire.write(forged), null);
        runner.publishForged(Wire.write(forged), "gateway");
        runner.publishForged("not json".getBytes(StandardCharsets.UTF_8), null);
        runner.publishSigned("{\"attempt\":1}".getBytes(StandardCharsets.UTF_8), Lane.SCHEDULED);
        runner.publishSigned("{\"at".getBytes(StandardCharsets.UTF_8), Lane.SCHEDULED);
        // A genuine request that was copied to another queue.
        runner.publishSigned(Wire.write(forged), Lane.INTERACTIVE);
        TaskRequest genuine = runner.publish(runner.repeatable(AT_ONCE));
        TestWorker worker = worker();
        assertThat(fleet.end(genuine).outcome()).isEqualTo(Outcome.COMPLETED);
        soon().until(() ->
                worker.refused("unsigned") + worker.refused("unreadable") + worker.refused("misplaced") == 6);
        assertThat(worker.refused("unsigned")).isEqualTo(3);
        assertThat(worker.refused("misplaced")).isEqualTo(1);
        assertThat(worker.startsOf(forged)).isZero();
        soon().until(() -> reasons().size() == 6);
        assertThat(reasons()).anyMatch(reason -> reason.startsWith("Expected a request signed by the runner"));
    }

    @Test
    void passesOverRecordsWithoutAValue() {
        runner.publishTombstones();
        TaskRequest next = runner.publish(runner.once(AT_ONCE));
        TestWorker worker = worker();
        assertThat(fleet.end(next).outcome()).isEqualTo(Outcome.COMPLETED);
        soon().until(() -> worker.refused("empty") == 1);
        fleet.awaitAllAnswered();
    }

    @Test
    void runsARequestThatIsLargerThanAFetch() {
        String text = "x".repeat(KafkaSettings.MAX_RECORD_BYTES / 2);
        TaskRequest large = runner.publish(runner.once(Map.of("TEXT", text)));
        TaskRequest next = runner.publish(runner.once(AT_ONCE));
        worker();
        assertThat(fleet.end(large).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(fleet.end(next).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void refusesARecordThatIsTooLargeToBePutAsideAndGoesOn() {
        runner.publishForged(new byte[KafkaSettings.MAX_RECORD_BYTES - 1_000], null);
        TaskRequest next = runner.publish(runner.once(AT_ONCE));
        TestWorker worker = worker();
        assertThat(fleet.end(next).outcome()).isEqualTo(Outcome.COMPLETED);
        soon().until(() -> worker.refused("unsigned") == 1);
        fleet.awaitAllAnswered();
    }

    private TestWorker worker() {
        return fleet.worker("worker.slots=2", "worker.interactive-slots=0");
    }

    private List<String> reasons() {
        return rejected.records().stream()
                .map(record -> record.headers().lastHeader(Headers.REJECTED_REASON))
                .map(reason -> new String(reason.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
