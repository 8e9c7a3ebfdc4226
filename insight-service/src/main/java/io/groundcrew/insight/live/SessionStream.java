package io.groundcrew.insight.live;

import io.groundcrew.contracts.Sha256;
import io.groundcrew.insight.live.SessionStreams.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One reader following the runs of one session. A state is named by a digest of all runs, so that its name stays short for
 * any number of them, and only the last event of a state carries that name: a reader that lost the connection in between
 * is sent everything again, which changes nothing for it.
 */
final class SessionStream implements LiveStreams.Followed {

    /** Each look reads the whole session, and the runs of a large one end in quick succession. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private static final int NAME_BYTES = 16;

    private final Supplier<Snapshot> now;
    private final Duration quiet;
    private final Map<UUID, String> sent = new HashMap<>();
    private String state;
    private long lastChange = System.nanoTime();

    /** @param quiet how long nothing must have changed before the stream ends */
    SessionStream(Supplier<Snapshot> now, @Nullable String seen, Duration quiet) {
        this.now = now;
        this.state = seen == null ? "" : seen;
        this.quiet = quiet;
    }

    @Override
    public Duration gathering() {
        return GATHERING;
    }

    @Override
    public Optional<Duration> advance(EventWriter events) throws IOException {
        Snapshot snapshot = now.get();
        Map<UUID, String> runs = new LinkedHashMap<>();
        snapshot.runs().forEach((id, run) -> runs.put(id, EventWriter.json(run)));
        Map<UUID, String> names = new LinkedHashMap<>();
        runs.forEach((id, json) -> names.put(id, name(json)));
        String next = name(String.join(",", names.values()));
        if (!next.equals(state)) {
            runs.keySet().removeIf(id -> Objects.equals(names.get(id), sent.get(id)));
            send(events, runs, next);
        }
        sent.putAll(names);
        long left = quiet.toNanos() - (System.nanoTime() - lastChange);
        if (!snapshot.over()) {
            return Optional.of(LiveStreams.LOOK_AGAIN);
        }
        if (left > 0) {
            return Optional.of(Duration.ofNanos(left));
        }
        events.event("end", next, Map.of("runs", names.size()));
        return Optional.empty();
    }

    private void send(EventWriter events, Map<UUID, String> changed, String next) throws IOException {
        int left = changed.size();
        for (String run : changed.values()) {
            events.eventOf("run", --left == 0 ? next : null, run);
        }
        state = next;
        lastChange = System.nanoTime();
    }

    private static String name(String text) {
        return HexFormat.of().formatHex(Sha256.of(text), 0, NAME_BYTES);
    }
}
