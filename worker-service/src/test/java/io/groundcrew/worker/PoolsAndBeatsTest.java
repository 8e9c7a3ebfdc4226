package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.ScriptedTasks.WAITS;
import static io.groundcrew.worker.TestFleet.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A worker prepares the commits of its pools, and tells what it has and is in its beats. */
class PoolsAndBeatsTest {

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    private final TestRunner runner = fleet.runner();
    private final TopicTail beats = fleet.tail(Topics.WORKERS);

    @Test
    void keepsTheTreeOfARunWhenItsCollectionMovesOn() {
        TaskRequest before = runner.publish(runner.repeatable(WAITS));
        TestWorker worker = fleet.worker("worker.kept-trees=0", "worker.slots=3", "worker.interactive-slots=0");
        soon().until(() -> worker.startsOf(before) == 1);
        runner.announce("two");
        TaskRequest after = runner.publish(runner.repeatable(AT_ONCE));
        assertThat(fleet.end(after).passed()).containsExactly("Read two");
        worker.finish(before);
        assertThat(fleet.end(before).passed()).containsExactly("Read one");
    }

    @Test
    void runsAnOlderCommitAfterItsCollectionHasMovedOn() {
        runner.announce("old");
        TaskRequest old = runner.repeatable(AT_ONCE);
        TestWorker worker = fleet.worker();
        TaskRequest first = runner.publish(runner.repeatable(AT_ONCE));
        assertThat(fleet.end(first).passed()).containsExactly("Read old");
        runner.announce("new");
        TaskRequest present = runner.publish(runner.repeatable(AT_ONCE));
        assertThat(fleet.end(present).passed()).containsExactly("Read new");
        runner.publish(old);
        assertThat(fleet.end(old).passed()).containsExactly("Read old");
        assertThat(fleet.end(old).worker()).isEqualTo(worker.id());
    }

    @Test
    void saysThatACommitIsNoLongerToBeHad() {
        String commit = runner.announce("gone");
        TaskRequest gone = runner.repeatable(AT_ONCE);
        runner.announce("rewritten");
        TestWorker worker = fleet.worker();
        runner.publish(gone);
        assertThat(fleet.end(gone).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(fleet.end(gone).reason()).contains(commit, "no branch or tag leads to it");
        assertThat(fleet.end(gone).worker()).isEqualTo(worker.id());
    }

    @Test
    void saysWhyAnEnvironmentFailedAndServesTheReadyCommit() {
        TestWorker worker = fleet.worker();
        fleet.end(runner.publish(runner.repeatable(AT_ONCE)));
        runner.announce("two", "broken");
        awaitBeat(worker, beat -> text(beat).contains("names a package that does not exist"));
        TaskRequest broken = runner.publish(runner.repeatable(AT_ONCE));
        assertThat(fleet.end(broken).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(fleet.end(broken).reason()).contains("names a package that does not exist");
        String id = worker.id();
        worker.close();
        soon().until(() ->
                beats.records().stream().anyMatch(record -> record.key().equals(id) && record.value() == null));
    }

    @Test
    void forgetsAnOlderCommitThoughTheNewOneIsNeverComplete() {
        String before = runner.announce("before");
        TestWorker worker = fleet.worker("worker.kept-trees=0");
        awaitBeat(worker, beat -> text(beat).contains(before) && isReady(beat, FleetTopics.POOL));

        runner.announce("two", "lacking");

        awaitBeat(
                worker,
                beat -> text(beat).contains("No index has it.") && !text(beat).contains(before));
        assertThat(fleet.end(runner.publish(runner.repeatable(AT_ONCE))).passed())
                .containsExactly("Read two");
    }

    /** Attack case 12. The pool that is announced last shows that everything before it was read. */
    @Test
    void believesOfAPoolOnlyWhatTheRunnerHasSigned() {
        TestWorker worker = fleet.worker();
        awaitBeat(worker, beat -> isReady(beat, FleetTopics.POOL));

        runner.forgePools();
        runner.announcePool("last");

        awaitBeat(worker, beat -> isReady(beat, "last"));
        assertThat(lastBeat(worker)).matches(beat -> isReady(beat, FleetTopics.POOL));
        assertThat(fleet.end(runner.publish(runner.repeatable(AT_ONCE))).passed())
                .containsExactly("Read one");
    }

    @Test
    void givesAPoolUpWhenTheRunnerEndsIt() {
        TestWorker worker = fleet.worker();
        awaitBeat(worker, beat -> isReady(beat, FleetTopics.POOL));

        runner.withdrawPool(FleetTopics.POOL);
        runner.announcePool("last");

        awaitBeat(worker, beat -> isReady(beat, "last") && !isReady(beat, FleetTopics.POOL));
    }

    private static boolean isReady(byte[] beat, String pool) {
        return Wire.read(beat, WorkerBeat.class).environments().stream()
                .anyMatch(environment ->
                        environment.pool().equals(pool) && environment.state() == WorkerBeat.State.READY);
    }

    private byte[] lastBeat(TestWorker worker) {
        return beats.records().stream()
                .filter(record -> record.key().equals(worker.id()) && record.value() != null)
                .toList()
                .getLast()
                .value();
    }

    @Test
    void tellsItsTagsInItsBeats() {
        TestWorker worker = fleet.worker("worker.tags=rack-2,arm");
        awaitBeat(worker, beat -> Wire.read(beat, WorkerBeat.class).tags().equals(List.of("rack-2", "arm")));
    }

    @Test
    void doesNotStartWithATagThatIsNone() {
        for (String tags : List.of("Rack 2", "a,a", String.join(",", Collections.nCopies(21, "t")))) {
            assertThatThrownBy(() -> fleet.worker("worker.tags=" + tags))
                    .rootCause()
                    .hasMessageContaining("worker");
        }
    }

    private void awaitBeat(TestWorker worker, Predicate<byte[]> expected) {
        String id = worker.id();
        soon().until(() -> beats.records().stream()
                .filter(record -> record.key().equals(id) && record.value() != null)
                .anyMatch(record -> expected.test(record.value())));
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
