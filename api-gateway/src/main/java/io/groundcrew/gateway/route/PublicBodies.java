package io.groundcrew.gateway.route;

import io.groundcrew.chassis.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/**
 * Bodies of whoever calls a public operation: few at a time, and each whole in its time. Anybody can open as many
 * connections as the gateway takes, and a body on each of them would not fit into memory.
 */
final class PublicBodies {

    /** A Git server's is through in milliseconds, so of many that come at once none is refused. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final RouteProperties.PublicLimits limits;
    private final Clock clock;
    private final Semaphore places;

    PublicBodies(RouteProperties.PublicLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.places = new Semaphore(limits.most(), true);
    }

    /** A body in one of the places, which it has until it is closed; {@link ProblemException} 429 when none gets free. */
    Bodies.Incoming take(HttpServletRequest request, DataSize most) {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw tooMany();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.away("The gateway is stopping; nothing was accepted. Try again in a few seconds.");
        }
        return new InPlace(request, most, clock.instant().plus(limits.within()));
    }

    private ProblemException tooMany() {
        long seconds = limits.within().toSeconds();
        return new ProblemException(
                HttpStatus.TOO_MANY_REQUESTS,
                "Expected at most " + limits.most() + " requests without a token at a time here, found as many."
                        + " Send it again in " + seconds + " s, or ask for a sync with a token.",
                Duration.ofSeconds(seconds));
    }

    private ProblemException tooSlow() {
        return new ProblemException(
                HttpStatus.REQUEST_TIMEOUT,
                "Expected the whole body within " + limits.within().toSeconds()
                        + " s, since it came without a token. Send it again, and faster.");
    }

    private final class InPlace implements Bodies.Incoming {

        private final HttpServletRequest request;
        private final DataSize most;
        private final Instant ends;

        InPlace(HttpServletRequest request, DataSize most, Instant ends) {
            this.request = request;
            this.most = most;
            this.ends = ends;
        }

        @Override
        public byte[] read() throws IOException {
            return Bodies.read(new InTime(request.getInputStream(), ends), most);
        }

        @Override
        public void close() {
            places.release();
        }
    }

    /** Ends whoever sends a little now and then; whoever sends nothing is ended by the server's read timeout. */
    private final class InTime extends FilterInputStream {

        private final Instant ends;

        InTime(InputStream in, Instant ends) {
            super(in);
            this.ends = ends;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count >= 0 && !clock.instant().isBefore(ends)) {
                throw tooSlow();
            }
            return count;
        }
    }
}
