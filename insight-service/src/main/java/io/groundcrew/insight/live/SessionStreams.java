package io.groundcrew.insight.live;

import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves the runs of sessions as they change. */
public final class SessionStreams {

    private final LiveStreams streams;
    private final LiveProperties properties;

    SessionStreams(LiveStreams streams, LiveProperties properties) {
        this.streams = streams;
        this.properties = properties;
    }

    /**
     * A session's runs at one time.
     *
     * @param runs by id, in the shape in which they are sent
     * @param over whether all of them have an outcome
     */
    public record Snapshot(Map<UUID, ?> runs, boolean over) {}

    /**
     * Answers the request that this thread serves with the runs of a session, as {@link LiveStreams#serve} does.
     *
     * @param now tells the runs as they are at the moment
     * @param lastEventId names the state that the reader has seen, null for none
     */
    public void follow(UUID session, Supplier<Snapshot> now, @Nullable String lastEventId) {
        streams.serve(session, new SessionStream(now, lastEventId, properties.grace()));
    }
}
