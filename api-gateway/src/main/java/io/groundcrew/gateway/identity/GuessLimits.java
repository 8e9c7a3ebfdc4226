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
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Counts wrong tokens by client address and in all, and says when there were too many. */
public final class GuessLimits {

    private static final int MOST_ADDRESSES = 10_000;

    private final IdentityProperties.LoginLimits limits;
    private final Clock clock;
    private final Map<String, Integer> failures = new HashMap<>();
    private Instant windowEnds;
    private int inAll;

    GuessLimits(IdentityProperties.LoginLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.windowEnds = clock.instant().plus(limits.window());
    }

    /** Takes one guess from what an address has left; false when nothing is left and the guess must not be looked at. */
    public synchronized boolean take(@Nullable String address) {
        turnWindow();
        String source = source(address);
        int used = failures.getOrDefault(source, 0);
        boolean known = used > 0 || failures.size() < MOST_ADDRESSES;
        if (used >= limits.failuresPerAddress() || inAll >= limits.failuresInAll() || !known) {
            return false;
        }
        failures.put(source, used + 1);
        inAll++;
        return true;
    }

    /** Gives back what {@link #take} took, because the token was right. */
    public synchronized void giveBack(@Nullable String address) {
        String source = source(address);
        Integer used = failures.get(source);
        if (used == null) {
            return;
        }
        if (used > 1) {
            failures.put(source, used - 1);
        } else {
            failures.remove(source);
        }
        inAll--;
    }

    /** What is told to whoever has no guess left: to wait until the window ends, for a second at least. */
    public synchronized ProblemException refusal() {
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
