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
import java.util.Optional;
import java.util.function.Supplier;

/** One reader following one run's log, from a place in it to its end. */
final class LogStream implements LiveStreams.Followed {

    /** While announced bytes are missing. */
    private static final Duration LOOK_SOON = Duration.ofMillis(200);

    private static final int PIECE = 64 * 1024;

    private final Supplier<Optional<Run>> run;
    private final OutputChunks chunks;
    private final Attempts attempts;
    private final Duration grace;
    private LogPosition position;
    private long lastProgress = System.nanoTime();
    private boolean over;

    /** @param run the run as it is now; empty when it is no longer kept */
    LogStream(
            Supplier<Optional<Run>> run, OutputChunks chunks, Attempts attempts, Duration grace, LogPosition position) {
        this.run = run;
        this.chunks = chunks;
        this.attempts = attempts;
        this.grace = grace;
        this.position = position;
    }

    /** Sends what is stored and not sent yet, and the end if this is it. */
    @Override
    public Optional<Duration> advance(EventWriter events) throws IOException {
        // Read before its log, so that what it announces cannot be younger than what is sent.
        Optional<Run> now = run.get();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        Run latest = now.get();
        int shown = attempts.shown(latest, Stream.LOG);
        Run.Result result = latest.result();
        boolean left = result == null ? shown > position.attempt() : shown != position.attempt();
        sendStored(events, latest, left);
        if (left) {
            position = new LogPosition(shown, 0);
            sendStored(events, latest, false);
        }
        if (result == null) {
            return Optional.of(LiveStreams.LOOK_AGAIN);
        }
        return ends(events, latest, result) ? Optional.empty() : Optional.of(LOOK_SOON);
    }

    private boolean ends(EventWriter events, Run run, Run.Result result) throws IOException {
        if (!over) {
            over = true;
            lastProgress = System.nanoTime();
        }
        boolean waited = System.nanoTime() - lastProgress > grace.toNanos();
        // Fewer bytes than a character has may be all that is left.
        if (unsent(run) + position.offset() < result.logLength() && !waited) {
            return false;
        }
        sendStored(events, run, true);
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
    private void sendStored(EventWriter events, Run run, boolean toTheLastByte) throws IOException {
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
