package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.contracts.run.RunEvent.Finished.Rest;
import io.groundcrew.contracts.run.RunRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Sends one stream of an attempt in order of its bytes, with few chunks on their way, so that no run fills the buffer. */
final class OutputWindow {

    private static final int WIDTH = 8;

    private final RunPublisher publisher;
    private final RunRef run;
    private final int attempt;
    private final Stream stream;
    private final Deque<CompletableFuture<Void>> onTheWay = new ArrayDeque<>();
    private byte[] rest = new byte[0];
    private long sent;

    OutputWindow(RunPublisher publisher, RunRef run, int attempt, Stream stream) {
        this.publisher = publisher;
        this.run = run;
        this.attempt = attempt;
        this.stream = stream;
    }

    /** Sends at most {@link OutputChunk#MAX_BYTES} bytes; waits while too much is on its way. */
    void send(byte[] bytes) throws InterruptedException, ExecutionException {
        while (onTheWay.size() >= WIDTH) {
            onTheWay.removeFirst().get();
        }
        onTheWay.add(publisher.publish(new OutputChunk(run, attempt, stream, sent, bytes)));
        sent += bytes.length;
    }

    /** How many bytes were sent. */
    long sent() {
        return sent;
    }

    /** Keeps the last bytes, at most {@link Rest#MAX_BYTES}, for the event of the end. */
    void keep(byte[] last) {
        rest = last;
    }

    byte[] rest() {
        return rest;
    }

    /** How many bytes the stream has: those sent and the rest. */
    long length() {
        return sent + rest.length;
    }

    /** Ends when Kafka has stored all that was sent. */
    CompletableFuture<Void> stored() {
        return CompletableFuture.allOf(onTheWay.toArray(CompletableFuture[]::new));
    }
}
