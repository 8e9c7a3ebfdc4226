package io.groundcrew.worker.execute;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A process that was started, with its tree. */
interface StartedProcess {

    /** Ends, never exceptionally, when nothing of the tree lives. */
    CompletableFuture<ProcessEnd> end();

    /** Ends the tree: SIGTERM, then SIGKILL after the grace. */
    void kill(Duration grace);

    /** Reads standard output and standard error on without passing them to the listener. */
    void discardOutput();
}
