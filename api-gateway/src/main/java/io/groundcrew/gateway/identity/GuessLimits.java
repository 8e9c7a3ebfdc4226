package io.groundcrew.gateway.identity;

import io.groundcrew.chassis.problem.ProblemException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Counts wrong tokens by client address and in all, and looks at no more when there were too many. A token counts when it was
 * found to be wrong, so only those that are being looked at in that very moment can be more; they are bounded, too.
 */
public final class GuessLimits {

    private static final int MOST_ADDRESSES = 10_000;

    /** As patient as the pool of database connections: right tokens that come at once, as after a start, take turns. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final IdentityProperties.LoginLimits limits;
    private final Clock clock;
    private final Semaphore looks;
    private final Map<String, Integer> failures = new HashMap<>();
    private Instant windowEnds;
    private int inAll;

    GuessLimits(IdentityProperties.LoginLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.looks = new Semaphore(limits.looks(), true);
        this.windowEnds = clock.instant().plus(limits.window());
    }

    /**
     * Looks a token up for an address; {@link ProblemException} 429 when too many wrong ones came, 503 when too many are
     * being looked up.
     *
     * @param counts whether it is a guess when nothing is found; what cannot be looked up never is
     */
    public <T> Optional<T> look(@Nullable String address, boolean counts, Supplier<Optional<T>> lookUp) {
        String source = source(address);
        takeTurn();
        try {
            refuseWithoutGuesses(source);
            Optional<T> found = lookUp.get();
            if (found.isEmpty() && counts) {
                count(source);
            }
            return found;
        } finally {
            looks.release();
        }
    }

    private void takeTurn() {
        try {
            if (looks.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ProblemException.away("Too many tokens are being looked up to look at this one as well; nothing was"
                + " accepted. Try again in a few seconds.");
    }

    private synchronized void refuseWithoutGuesses(String source) {
        turnWindow();
        int used = failures.getOrDefault(source, 0);
        boolean known = used > 0 || failures.size() < MOST_ADDRESSES;
        if (used >= limits.failuresPerAddress() || inAll >= limits.failuresInAll() || !known) {
            throw refusal();
        }
    }

    private synchronized void count(String source) {
        turnWindow();
        failures.merge(source, 1, Integer::sum);
        inAll++;
    }

    /** What is told to whoever has no guess left: to wait until the window ends, for a second at least. */
    private ProblemException refusal() {
        long seconds = Math.max(1, Duration.between(clock.instant(), windowEnds).toSeconds());
        return new ProblemException(
                HttpStatus.TOO_MANY_REQUESTS,
                "Too many wrong tokens came from this address or in all. Try again in " + seconds + " s.",
                Duration.ofSeconds(seconds));
    }

    private void turnWindow() {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnds)) {
            failures.clear();
            inAll = 0;
            windowEnds = now.plus(limits.window());
        }
    }

    /** A single IPv6 customer owns a /64, so that is what counts as one address. */
    private static String source(@Nullable String address) {
        // Tomcat no longer knows the address of a client that has gone.
        if (address == null) {
            return "gone";
        }
        if (address.indexOf(':') < 0) {
            return address;
        }
        int zone = address.indexOf('%');
        InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
        return parsed instanceof Inet6Address
                ? HexFormat.of().formatHex(parsed.getAddress(), 0, 8)
                : parsed.getHostAddress();
    }
}
