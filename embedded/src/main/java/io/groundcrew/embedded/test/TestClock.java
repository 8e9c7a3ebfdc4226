package io.groundcrew.embedded.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that stands still until a test moves it. */
public final class TestClock extends Clock {

    private volatile Instant now;

    /** A clock that shows this instant. */
    public TestClock(Instant now) {
        this.now = now;
    }

    /** Moves the time on. */
    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new IllegalArgumentException("Tests use UTC");
    }
}
