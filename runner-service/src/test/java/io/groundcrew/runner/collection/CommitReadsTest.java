package io.groundcrew.runner.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.embedded.test.TestClock;
import io.groundcrew.runner.collection.CommitReads.State;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** When commits are read that cannot be, with readings that do what the test says. */
class CommitReadsTest {

    private static final String COMMIT = "c".repeat(40);

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T09:00:00Z"));
    private final AtomicInteger read = new AtomicInteger();

    @AutoClose
    private final CommitReads reads =
            new CommitReads(Level.DEBUG, 4, Duration.ofSeconds(10), Duration.ofMinutes(10), clock, () -> {});

    @Test
    void leavesWhatFailedAloneForAPauseThatGrowsToTenMinutes() {
        for (int pause : new int[] {10, 20, 40, 80, 160, 320, 600, 600}) {
            assertThat(fail("one", 1)).isEqualTo(State.GOING);
            await().until(() -> fail("one", 1) == State.FAILED);

            clock.advance(Duration.ofSeconds(pause - 1));
            assertThat(fail("one", 1)).as("after %s s", pause - 1).isEqualTo(State.FAILED);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(read).hasValue(8);
    }

    @Test
    void triesACollectionThatWasChangedAtOnce() {
        fail("one", 1);
        await().until(() -> fail("one", 1) == State.FAILED);

        assertThat(fail("one", 2)).isEqualTo(State.GOING);
    }

    @Test
    void leavesHalfOfThePlacesToWhatHasNotFailedYet() {
        CountDownLatch answered = new CountDownLatch(1);
        for (String name : new String[] {"a", "b", "c"}) {
            fail(name, 1);
            await().until(() -> fail(name, 1) == State.FAILED);
        }
        clock.advance(Duration.ofSeconds(10));

        assertThat(hang("a", answered)).isEqualTo(State.GOING);
        assertThat(hang("b", answered)).isEqualTo(State.GOING);
        assertThat(hang("c", answered)).as("a third that has failed").isEqualTo(State.WAITING);
        assertThat(hang("new", answered)).isEqualTo(State.GOING);
        answered.countDown();
    }

    @Test
    void readsOneCommitOfACollectionAtATime() {
        CountDownLatch answered = new CountDownLatch(1);
        hang("one", answered);

        assertThat(reads.begin(collection("one", 1), "d".repeat(40), (collection, commit) -> {}))
                .isEqualTo(State.WAITING);
        answered.countDown();
        await().until(() ->
                reads.begin(collection("one", 1), "d".repeat(40), (collection, commit) -> {}) == State.GOING);
    }

    private State fail(String name, long revision) {
        return reads.begin(collection(name, revision), COMMIT, (collection, commit) -> {
            read.incrementAndGet();
            throw new IllegalStateException("Refused by the test");
        });
    }

    private State hang(String name, CountDownLatch answered) {
        return reads.begin(collection(name, 1), COMMIT, (collection, commit) -> {
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static RegisteredCollection collection(String name, long revision) {
        return CollectionParts.collection(name, "https://git.example/" + name, revision, COMMIT);
    }
}
