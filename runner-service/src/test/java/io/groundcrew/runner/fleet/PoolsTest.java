package io.groundcrew.runner.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.embedded.test.TestClock;
import io.groundcrew.runner.GitCollection;
import io.groundcrew.runner.RunnerDatabase;
import io.groundcrew.runner.collection.CollectionParts;
import io.groundcrew.runner.collection.RegisteredCollection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
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
    void haveTheCommitsOfOthersReadWhileARemoteDoesNotAnswer() throws IOException {
        GitCollection git = new GitCollection(directory.resolve("answers"));
        String commit = git.commitDisk();
        RegisteredCollection answering = collections.put("answers", git.url());
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RegisteredCollection hanging =
                    collections.put("hangs", "http://127.0.0.1:" + silent.getLocalPort() + "/x.git");
            ready("one", hanging, "a".repeat(40));
            ready("two", answering, commit);

            CompletableFuture<Void> refreshed = CompletableFuture.runAsync(pools::refresh);

            assertThat(refreshed).succeedsWithin(SOON);
            await().atMost(SOON).until(() -> isRead(answering, commit));
            assertThat(pools.readyCommit("two", answering)).hasValue(commit);
            assertThat(pools.known()).as("with a commit that was not read").isFalse();
        }
    }

    private void ready(String location, RegisteredCollection collection, String commit) {
        rows.put(location, collection.name(), collection.source());
        rows.ready(location, collection.name(), collection.source(), commit);
    }

    private boolean isRead(RegisteredCollection collection, String commit) {
        return collections.directory().catalogAt(collection, commit).isPresent();
    }
}
