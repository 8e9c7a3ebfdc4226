package io.groundcrew.runner.hold;

import java.time.Instant;

/**
 * A maintenance window.
 *
 * @param owner who made it
 */
public record Window(
        String workspace, String name, String reason, String owner, Instant created, Selector selector, Span span)
        implements Hold {

    @Override
    public boolean covers(Instant at) {
        return !at.isBefore(created) && span.covers(at);
    }
}
