package io.groundcrew.insight.live;

import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.insight.output.Attempts;
import io.groundcrew.insight.output.OutputChunks;
import io.groundcrew.insight.run.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** One reader following one run's log, from a place in it to its end. */
final class LogStream {

    private static final int PIECE = 64 * 1024;

    private final OutputChunks chunks;
    private final Attempts attempts;
    private final EventWriter events;
    private final Duration grace;
    private LogPosition position;
    private long lastProgress = System.nanoTime();
    private boolean over;

    LogStream(OutputChunks chunks, Attempts attempts, EventWriter events, Duration grace, LogPosition position) {
        this.chunks = chunks;
        this.attempts = attempts;
        this.events = events;
        this.grace = grace;
        this.position = position;
    }

    /**
     * Sends what is stored and not sent yet, and the end if this is it.
     *
     * @param run as it was before this call, so that what it announces cannot be younger than what is sent
     * @return whether the stream has ended
     */
    boolean advance(Run run) throws IOException {
        int shown = attempts.shown(run, Stream.LOG);
        Run.Result result = run.result();
        boolean left = result == null ? shown > position.attempt() : shown != position.attempt();
        sendStored(run, left);
        if (left) {
            position = new LogPosition(shown, 0);
            sendStored(run, false);
        }
        return result != null && mayEnd(run, result);
    }

    private boolean mayEnd(Run run, Run.Result result) throws IOException {
        if (!over) {
            over = true;
            lastProgress = System.nanoTime();
        }
        boolean waited = System.nanoTime() - lastProgress > grace.toNanos();
        // Fewer bytes than a character has may be all that is left.
        if (unsent(run) + position.offset() < result.logLength() && !waited) {
            return false;
        }
        sendStored(run, true);
        Map<String, Object> end = new LinkedHashMap<>();
        end.put("outcome", result.outcome().title());
        end.put("reason", result.reason());
        end.put("logLength", result.logLength());
        end.put("complete", position.offset() >= result.logLength());
        events.event("end", position.toString(), end);
        return true;
    }

    private int unsent(Run run) {
        return chunks.read(run.ref(), position.attempt(), Stream.LOG, position.offset(), PIECE).length;
    }

    /** Sends up to what is stored; a character whose last bytes are missing waits for them unless it is the end. */
    private void sendStored(Run run, boolean toTheLastByte) throws IOException {
        while (true) {
            byte[] piece = chunks.read(run.ref(), position.attempt(), Stream.LOG, position.offset(), PIECE);
            int whole = Utf8.whole(piece, piece.length);
            int length = whole == 0 && toTheLastByte ? piece.length : whole;
            if (length == 0) {
                return;
            }
            position = position.plus(length);
            lastProgress = System.nanoTime();
            String text = new String(Arrays.copyOf(piece, length), StandardCharsets.UTF_8);
            events.event("log", position.toString(), Map.of("text", text));
        }
    }
}
