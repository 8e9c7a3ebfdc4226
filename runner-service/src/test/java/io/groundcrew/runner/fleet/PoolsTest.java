package io.groundcrew.runner.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.embedded.test.TestClock;
import io.groundcrew.runner.GitCollection;
import io.groundcrew.runner.RunnerDatabase;
import io.groundcrew.runner.collection.CollectionParts;
import io.groundcrew.runner.collection.RegisteredCollection;
import io.groundcrew.runner.collection.SilentRemote;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pools that have commits ready, on a real database and mirrors. */
class PoolsTest {

    /** Half of what a connection may take that nobody answers. */
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path directory;

    @AutoClose
    private CollectionParts collections;

    private PoolRows rows;
    private Pools pools;

    @BeforeEach
    void connect() {
        TestClock clock = new TestClock(Instant.parse("2026-03-01T09:00:00Z"));
        DataSource database = RunnerDatabase.fresh();
        collections = new CollectionParts(database, directory.resolve("data"), clock);
        rows = new PoolRows(JdbcClient.create(database));
        pools = new Pools(rows, new WorkerBoard(clock), collections.directory());
    }

    @Test
    void haveTheCommitsOfOthersReadWhileARemoteDoesNotAnswer() {
        GitCollection git = new GitCollection(directory.resolve("answers"));
        String commit = git.commitDisk();
        RegisteredCollection answering = collections.put("answers", git.url());
        try (SilentRemote silent = new SilentRemote()) {
            RegisteredCollection hanging = collections.put("hangs", silent.url());
            ready("one", hanging, "a".repeat(40));
            ready("two", answering, commit);

            CompletableFuture<Void> refreshed = CompletableFuture.runAsync(pools::refresh);

            assertThat(refreshed).succeedsWithin(SOON);
            await().atMost(SOON).until(() -> isRead(answering, commit));
            assertThat(pools.readyCommit("two", answering)).hasValue(commit);
            assertThat(pools.known()).as("with a commit that was not read").isFalse();
        }
    }

    @Test
    void haveTheCommitsOfAllLocationsAtHandHoweverFarTheyAreApart() {
        List<String> commits = commits(6);
        RegisteredCollection collection = collections.directory().find("git").orElseThrow();

        await().atMost(SOON).until(() -> {
            pools.refresh();
            return commits.stream().allMatch(commit -> isRead(collection, commit));
        });
        assertThat(pools.known()).isTrue();
    }

    @Test
    void haveTheNewestAndAsManyOthersAtHandAsThereIsRoomForAndStayWithThem() {
        List<String> commits = commits(24);
        RegisteredCollection collection = collections.directory().find("git").orElseThrow();
        pools.refresh();
        await().atMost(SOON).until(() -> read(collection, commits).size() == 20);
        List<String> read = read(collection, commits);

        pools.refresh();
        pools.refresh();

        assertThat(read(collection, commits)).isEqualTo(read).contains(commits.getLast());
    }

    /** Commits of a collection that is synced to the last of them, each ready at a location of its own. */
    private List<String> commits(int number) {
        GitCollection git = new GitCollection(directory.resolve("git"));
        git.commitDisk();
        List<String> commits = IntStream.range(0, number)
                .mapToObj(one -> git.commit("codebundles/disk/note.txt", "note " + one))
                .toList();
        RegisteredCollection collection = collections.put("git", git.url());
        collections.sync("git");
        commits.forEach(commit -> ready("at-" + commits.indexOf(commit), collection, commit));
        return commits;
    }

    private List<String> read(RegisteredCollection collection, List<String> commits) {
        return commits.stream().filter(commit -> isRead(collection, commit)).toList();
    }

    private void ready(String location, RegisteredCollection collection, String commit) {
        rows.put(location, collection.name(), collection.source());
        rows.ready(location, collection.name(), collection.source(), commit);
    }

    private boolean isRead(RegisteredCollection collection, String commit) {
        return collections.directory().catalogAt(collection, commit).isPresent();
    }
}
