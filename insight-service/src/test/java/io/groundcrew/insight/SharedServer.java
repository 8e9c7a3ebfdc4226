package io.groundcrew.insight;

import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;

/** One service for all tests that do not stop anything; they keep apart by their workspaces. */
final class SharedServer {

    static final int MAX_STREAMS = 12;
    static final InsightServer SERVER = start();

    private SharedServer() {}

    private static InsightServer start() {
        // It ends with the JVM: closing it would race with the broker and the database, which end there too.
        return InsightServer.start(
                TestKafka.bootstrapServers(),
                TestDatabase.fresh("insight"),
                "insight.live.grace=1s",
                "insight.live.keep-alive=1s",
                "insight.live.max-streams=" + MAX_STREAMS,
                "spring.main.register-shutdown-hook=false");
    }
}
