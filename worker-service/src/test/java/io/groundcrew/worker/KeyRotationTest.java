package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.ScriptedTasks.WAITS;
import static io.groundcrew.worker.TestFleet.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.TaskRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The runner's signing key is changed while requests are on their way. Attack case 12. */
class KeyRotationTest {

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    @Test
    void losesNoRunWhileTheOldKeyIsBelievedAndBelievesItNoLongerOnceItIsWithdrawn() throws Exception {
        SigningKey old = fleet.signingKey();
        TaskRequest running = fleet.publish(fleet.repeatable(WAITS));
        TestWorker worker = fleet.worker("worker.slots=1", "worker.interactive-slots=0");
        soon().until(() -> worker.startsOf(running) == 1);
        // The only slot is busy, so these are still in the topic when the key changes.
        List<TaskRequest> waiting = new ArrayList<>(published(old));

        fleet.rotateKey();
        assertThat(fleet.signingKey().id()).isNotEqualTo(old.id());
        waiting.addAll(published(fleet.signingKey()));
        assertThat(worker.started()).hasSize(1);
        worker.finish(running);

        assertThat(fleet.end(running).outcome()).isEqualTo(Outcome.COMPLETED);
        waiting.forEach(request ->
                assertThat(fleet.end(request).outcome()).as("%s", request).isEqualTo(Outcome.COMPLETED));
        assertThat(worker.refused("unsigned")).isZero();

        fleet.withdraw(old);
        TaskRequest forged = fleet.publish(fleet.repeatable(AT_ONCE), old);
        TaskRequest genuine = fleet.publish(fleet.repeatable(AT_ONCE));

        assertThat(fleet.end(genuine).outcome()).isEqualTo(Outcome.COMPLETED);
        fleet.awaitAllAnswered();
        assertThat(worker.refused("unsigned")).isEqualTo(1);
        assertThat(worker.startsOf(forged)).isZero();
        assertThat(fleet.events().finished(forged)).isEmpty();
    }

    /** One that may be repeated, and one that asks for leave first: the answer is signed with the key of that moment. */
    private List<TaskRequest> published(SigningKey signer) {
        return List.of(fleet.publish(fleet.repeatable(AT_ONCE), signer), fleet.publish(fleet.once(AT_ONCE), signer));
    }
}
