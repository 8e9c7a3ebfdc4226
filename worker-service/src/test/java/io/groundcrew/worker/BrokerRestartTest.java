package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.ScriptedTasks.WAITS;
import static io.groundcrew.worker.TestFleet.LOCK;
import static io.groundcrew.worker.TestFleet.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.KafkaSettings;
import io.groundcrew.embedded.test.TestKafka;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A broker of the tests' own, which goes away and comes back. Attack case 54. */
class BrokerRestartTest {

    private final KafkaSettings settings = TestKafka.settings();
    private EmbeddedKafka kafka = EmbeddedKafka.start(settings);
    private final TestFleet fleet = new TestFleet(kafka.bootstrapServers(), LOCK);
    private final TestRunner runner = fleet.runner();

    @AfterEach
    void close() {
        fleet.close();
        kafka.close();
    }

    @Test
    void goesOnWithAGrantedRunWhileTheBrokerRestartsAndRunsItOnce() {
        TaskRequest request = runner.publish(runner.once(WAITS));
        TestWorker worker = fleet.worker("worker.slots=2", "worker.interactive-slots=0");
        TestWorker rival = fleet.worker("worker.slots=2", "worker.interactive-slots=0");
        soon().until(() -> fleet.startsOf(request) == 1);
        TestWorker holder = worker.startsOf(request) == 1 ? worker : rival;

        kafka.close();
        kafka = EmbeddedKafka.start(settings);

        runner.publish(request);
        soon().during(LOCK.multipliedBy(2)).until(() -> fleet.startsOf(request) == 1);
        fleet.finish(request);
        assertThat(fleet.end(request).worker()).isEqualTo(holder.id());
        fleet.awaitAllAnswered();
        assertThat(fleet.startsOf(request)).isEqualTo(1);
        assertThat(fleet.events().finished(request))
                .extracting(Finished::outcome)
                .containsExactly(Outcome.COMPLETED);
    }

    @Test
    void startsWhatIsGrantedAfterTheBrokerWasAwayLongerThanTheLock() {
        runner.grants().stopAnswering();
        TaskRequest request = runner.publish(runner.once(AT_ONCE));
        TestWorker first = fleet.worker("worker.slots=1");
        soon().until(() -> runner.grants().asksFrom(first, request) > 0);
        TestWorker rival = fleet.worker("worker.slots=1");

        kafka.close();
        kafka = EmbeddedKafka.start(settings);
        soon().until(() -> runner.grants().asksFrom(rival, request) > 0);
        soon().during(LOCK.multipliedBy(2)).until(() -> fleet.startsOf(request) == 0);
        runner.grants().catchUp();

        assertThat(fleet.end(request).worker()).isEqualTo(first.id());
        fleet.awaitAllAnswered();
        assertThat(fleet.startsOf(request)).isEqualTo(1);
    }

    @Test
    void publishesTheEndOfATaskThatEndedWhileTheBrokerWasAway() {
        TaskRequest request = runner.publish(runner.once(WAITS));
        TestWorker worker = fleet.worker("worker.slots=2", "worker.interactive-slots=0");
        soon().until(() -> worker.startsOf(request) == 1);
        kafka.close();
        worker.finish(request);
        kafka = EmbeddedKafka.start(settings);

        assertThat(fleet.end(request).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(worker.startsOf(request)).isEqualTo(1);
    }

    @Test
    void keepsNoConsumerBusyWhileNoBrokerIsThereAndTakesRequestsWhenOneIsAgain() {
        fleet.worker("worker.slots=2", "worker.interactive-slots=0");
        TaskRequest before = runner.publish(runner.repeatable(AT_ONCE));
        assertThat(fleet.end(before).outcome()).isEqualTo(Outcome.COMPLETED);

        kafka.close();
        soon().until(() -> shareConsumers() == 0);
        kafka = EmbeddedKafka.start(settings);

        TaskRequest after = runner.publish(runner.repeatable(AT_ONCE));
        assertThat(fleet.end(after).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(shareConsumers()).isPositive();
    }

    /** By the thread that each has. */
    private static long shareConsumers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("consumer_background_thread"))
                .count();
    }
}
