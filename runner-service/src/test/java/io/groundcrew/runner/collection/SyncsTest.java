package io.groundcrew.runner.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.embedded.test.TestClock;
import io.groundcrew.runner.GitCollection;
import io.groundcrew.runner.RunnerDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runners on one database, and a remote that says nothing until it is told to. */
class SyncsTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T09:00:00Z"));
    private SilentRemote remote;
    private CollectionParts first;
    private CollectionParts second;

    @BeforeEach
    void connect() {
        DataSource database = RunnerDatabase.fresh();
        remote = new SilentRemote();
        first = new CollectionParts(database, directory.resolve("first"), clock);
        second = new CollectionParts(database, directory.resolve("second"), clock);
        first.put("one", remote.url());
    }

    @AfterEach
    void close() {
        remote.close();
        first.close();
        second.close();
    }

    @Test
    void takeOverFromAKilledRunnerHalfAMinuteLater() {
        beginToSync(first, 1);

        clock.advance(Duration.ofSeconds(29));
        assertThat(isDue()).isFalse();

        clock.advance(Duration.ofSeconds(2));
        beginToSync(second, 2);
    }

    @Test
    void keepACollectionToThemselvesForAsLongAsTheyGoOn() {
        beginToSync(first, 1);

        for (int renewals = 0; renewals < 20; renewals++) {
            clock.advance(Syncs.RENEW_EVERY);
            first.syncs.renew();
            assertThat(isDue()).isFalse();
        }
    }

    @Test
    void endWhenAnotherRunnerTookThemOver() {
        beginToSync(first, 1);
        clock.advance(Duration.ofSeconds(31));
        beginToSync(second, 2);

        first.syncs.renew();
        second.syncs.renew();

        await().atMost(SOON).until(() -> remote.isClosed(0));
        assertThat(remote.isClosed(1)).isFalse();
        assertThat(isDue()).isFalse();
        assertThat(state()).isEqualTo("syncing");
        remote.answer();
        await().atMost(SOON).until(() -> state().equals("failed"));
    }

    @Test
    void beginAnewWhenTheCollectionIsChanged() {
        GitCollection git = new GitCollection(directory.resolve("git"));
        String commit = git.commitDisk();
        beginToSync(first, 1);

        second.put("one", git.url());

        assertThat(CompletableFuture.runAsync(() -> second.sync("one"))).succeedsWithin(SOON);
        first.syncs.renew();
        await().atMost(SOON).until(() -> remote.isClosed(0));
        assertThat(second.rows.find("one").orElseThrow().commit()).isEqualTo(commit);
        assertThat(state()).isEqualTo("ok");
    }

    @Test
    void mayEndWhileTheirRunnerStops() throws InterruptedException {
        beginToSync(first, 1);
        Thread stopping = Thread.ofPlatform().start(first::close);
        await().atMost(SOON).until(() -> stopping.getState() == Thread.State.TIMED_WAITING);

        remote.answer();

        stopping.join();
        assertThat(second.rows.find("one").orElseThrow().syncMessage()).contains("Expected a Git repository at");
        assertThat(state()).isEqualTo("failed");
    }

    @Test
    void areDueAtOnceElsewhereWhenTheirRunnerStops() {
        beginToSync(first, 1);

        first.close();

        assertThat(isDue()).isTrue();
        beginToSync(second, 2);
    }

    @Test
    void areToldToBeInTheWayOnlyOfOneThatIsThere() throws InterruptedException {
        second.rows.lease("one", "another", clock.instant(), clock.instant().plus(Duration.ofHours(1)));
        CompletableFuture<Syncs.Answer> waiting = syncNow();
        await().atMost(SOON).until(() -> {
            clock.advance(Duration.ofMinutes(1));
            return waiting.isDone();
        });
        assertThat(waiting).isCompletedWithValue(Syncs.Answer.BUSY);

        CompletableFuture<Syncs.Answer> stopped = syncNow();
        second.close();
        assertThat(stopped).succeedsWithin(SOON).isEqualTo(Syncs.Answer.STOPPING);

        first.rows.delete("one");
        assertThat(first.syncs.syncNow("one")).isEqualTo(Syncs.Answer.GONE);
    }

    private void beginToSync(CollectionParts runner, int connections) {
        runner.syncs.startDue();
        await().atMost(SOON).until(() -> remote.connections() == connections);
    }

    private CompletableFuture<Syncs.Answer> syncNow() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return second.syncs.syncNow("one");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private boolean isDue() {
        return second.rows.due(clock.instant(), 1).contains("one");
    }

    private String state() {
        return second.rows.find("one").orElseThrow().syncState();
    }
}
