package io.groundcrew.gateway.route;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.gateway.identity.Access;
import io.groundcrew.gateway.identity.Credential;
import io.groundcrew.gateway.identity.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;

/** The open event streams: bounded in number, and each ended when the right of its reader ends. */
final class Streams implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Streams.class);

    private final Credentials credentials;
    private final RouteProperties.StreamLimits limits;
    private final Clock clock;
    private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService watch;

    Streams(Credentials credentials, RouteProperties.StreamLimits limits, Clock clock) {
        this.credentials = credentials;
        this.limits = limits;
        this.clock = clock;
    }

    /** Takes a service's stream in; a problem (and the stream is closed) when there are too many. */
    synchronized OpenStream open(Access access, InputStream body) throws IOException {
        Credential credential = access.known();
        if (credential == null) {
            body.close();
            throw new IllegalStateException("A public operation answered with a stream, which nobody could end");
        }
        long own = open.stream()
                .filter(stream -> stream.credential().subject().equals(credential.subject()))
                .count();
        if (open.size() >= limits.most() || own >= limits.mostPerSubject()) {
            body.close();
            throw open.size() >= limits.most()
                    ? tooMany(limits.most(), "in all")
                    : tooMany(limits.mostPerSubject(), "for " + credential.subject());
        }
        OpenStream stream = new OpenStream(credential, body, clock::instant, open::remove);
        open.add(stream);
        return stream;
    }

    private static ProblemException tooMany(int most, String whose) {
        return new ProblemException(
                HttpStatus.TOO_MANY_REQUESTS,
                "Expected at most " + most + " open event streams " + whose
                        + ", found as many. Close one, or read the log without the stream.",
                Duration.ofSeconds(3));
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("streams").daemon().factory());
        long pause = limits.checkInterval().toMillis();
        var unused = threads.scheduleWithFixedDelay(this::lookAtAll, pause, pause, TimeUnit.MILLISECONDS);
        watch = threads;
    }

    @Override
    public synchronized void stop() {
        if (watch != null) {
            watch.shutdownNow();
            watch = null;
        }
        open.forEach(OpenStream::end);
    }

    @Override
    public synchronized boolean isRunning() {
        return watch != null;
    }

    private void lookAtAll() {
        for (OpenStream stream : open) {
            // A thread each: a reader that takes nothing must not hold up the look at the others.
            Thread.ofVirtual().name("stream-look").start(() -> {
                if (mayGoOn(stream)) {
                    stream.beat(limits.heartbeat());
                } else {
                    log.debug("Ending a stream of {}", stream.credential().subject());
                    stream.end();
                }
            });
        }
    }

    private boolean mayGoOn(OpenStream stream) {
        Instant now = clock.instant();
        try {
            boolean holds = credentials.holds(stream.credential());
            stream.checkedAt(now);
            return holds;
        } catch (DataAccessException | TransactionException e) {
            log.warn("Whether a stream may go on cannot be looked up: {}", e.toString());
            Instant ends = stream.credential().endsAt();
            return now.isBefore(stream.lastChecked().plus(limits.unchecked())) && (ends == null || now.isBefore(ends));
        }
    }
}
