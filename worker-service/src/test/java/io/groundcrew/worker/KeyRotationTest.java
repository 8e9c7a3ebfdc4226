package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.ScriptedTasks.WAITS;
import static io.groundcrew.worker.TestFleet.LOCK;
import static io.groundcrew.worker.TestFleet.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.TaskRequest;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The runner's signing key is changed while requests are on their way. Attack case 12. */
class KeyRotationTest {

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    private final TestRunner runner = fleet.runner();

    @Test
    void losesNoRunWhileTheOldKeyIsBelievedAndBelievesItNoLongerOnceItIsWithdrawn() throws Exception {
        SigningKey old = runner.signingKey();
        TaskRequest running = runner.publish(runner.repeatable(WAITS));
        TestWorker worker = fleet.worker("worker.slots=1", "worker.interactive-slots=0");
        soon().until(() -> worker.startsOf(running) == 1);
        // The only slot is busy, so these are still in the topic when the key changes.
        List<TaskRequest> waiting = new ArrayList<>(published(old));

        runner.rotateKey();
        assertThat(runner.signingKey().id()).isNotEqualTo(old.id());
        waiting.addAll(published(runner.signingKey()));
        assertThat(worker.started()).hasSize(1);
        worker.finish(running);

        assertThat(fleet.end(running).outcome()).isEqualTo(Outcome.COMPLETED);
        waiting.forEach(request ->
                assertThat(fleet.end(request).outcome()).as("%s", request).isEqualTo(Outcome.COMPLETED));
        assertThat(worker.refused("unsigned")).isZero();

        runner.withdraw(old);
        TaskRequest forged = runner.publish(runner.repeatable(AT_ONCE), old);
        TaskRequest genuine = runner.publish(runner.repeatable(AT_ONCE));

        assertThat(fleet.end(genuine).outcome()).isEqualTo(Outcome.COMPLETED);
        fleet.awaitAllAnswered();
        assertThat(worker.refused("unsigned")).isEqualTo(1);
        assertThat(worker.startsOf(forged)).isZero();
        assertThat(fleet.events().finished(forged)).isEmpty();
    }

    /** A request whose signature cannot be checked for a moment must not come again and again until it is given up. */
    @ParameterizedTest
    @EnumSource(
            value = Lane.class,
            names = {"SCHEDULED", "CALLS"})
    void keepsARequestUntilTheKeyThatItWasSignedWithCanBeRead(Lane lane) throws Exception {
        TaskRequest first = runner.publish(runner.request(lane, true, AT_ONCE));
        TestWorker worker = fleet.worker(
                "worker.slots=1", "worker.interactive-slots=0", "worker.calls=1", "worker.delivery-limit=2");
        fleet.end(first);
        runner.rotateKey();
        SigningKey fresh = runner.signingKey();

        TaskRequest request = runner.request(lane, true, AT_ONCE);
        try (Closeable _ = runner.keysAway()) {
            runner.publish(request, fresh);
            soon().during(LOCK.multipliedBy(2)).until(() -> worker.startsOf(request) == 0);
        }

        assertThat(fleet.end(request).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(worker.refused("unsigned")).isZero();
    }

    /** One that may be repeated, and one that asks for leave first: the answer is signed with the key of that moment. */
    private List<TaskRequest> published(SigningKey signer) {
        return List.of(
                runner.publish(runner.repeatable(AT_ONCE), signer), runner.publish(runner.once(AT_ONCE), signer));
    }
}
