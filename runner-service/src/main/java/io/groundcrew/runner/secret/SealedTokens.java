package io.groundcrew.runner.secret;

import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.identity.RunTokens;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.chassis.keys.UnreachableKeysException;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.run.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Issues the tokens by which tasks call the API, sealed to their location: whoever reads the queue cannot use them. */
public class SealedTokens {

    /** Tasks read, and start runs; nothing a collection does needs more, whoever asked for the run. */
    private static final Role HIGHEST = Role.READANDRUN;

    /** A signature costs more than the rest of a check's dispatch, so consecutive checks of an SLX share a token. */
    private static final Duration SHARED = Duration.ofMinutes(15);

    private final KeyRing keys;
    private final SigningKey signer;
    private final Map<Place, Issued> forChecks = new ConcurrentHashMap<>();

    public SealedTokens(KeyRing keys) {
        this.keys = keys;
        this.signer = keys.signing(RunTokens.ISSUER);
    }

    /**
     * The token of a run on demand, sealed, as Base64; null while no worker of its location has made a key to seal it to.
     *
     * @param requester role of who asked for the run, in its workspace
     * @param deadline when the run is over at the latest
     * @throws UnreachableKeysException when that key cannot be read now
     */
    public @Nullable String ofRun(RunRef run, String location, Role requester, Instant deadline) {
        return keys.locationKey(location)
                .map(receiver -> sealed(run, receiver, "run:" + run.id(), requester.atMost(HIGHEST), deadline))
                .orElse(null);
    }

    /**
     * The token of a scheduled check, which reads only; it names the SLX instead of the one run.
     *
     * @throws UnreachableKeysException as for a run
     */
    public @Nullable String ofCheck(RunRef run, String location, Instant deadline) {
        Optional<PublicKey> receiver = keys.locationKey(location);
        if (receiver.isEmpty()) {
            return null;
        }
        return forChecks
                .compute(
                        new Place(run.slx(), location),
                        (place, last) -> last != null && last.serves(receiver.get(), deadline)
                                ? last
                                : issue(run, receiver.get(), deadline.plus(SHARED)))
                .sealed();
    }

    private Issued issue(RunRef run, PublicKey receiver, Instant expires) {
        String sealed = sealed(run, receiver, "check:" + run.slx().fullName(), Role.READONLY, expires);
        return new Issued(sealed, receiver, expires);
    }

    private String sealed(RunRef run, PublicKey receiver, String subject, Role role, Instant expires) {
        String token =
                RunTokens.issue(signer, new RunTokens.Grant(subject, run.slx().workspace(), role, expires));
        byte[] bytes =
                SealedBox.seal(receiver, token.getBytes(StandardCharsets.US_ASCII), TaskRequest.tokenContext(run));
        return Base64.getEncoder().encodeToString(bytes);
    }

    private record Place(SlxRef slx, String location) {}

    private record Issued(String sealed, PublicKey receiver, Instant expires) {

        boolean serves(PublicKey location, Instant deadline) {
            return receiver.equals(location) && !expires.isBefore(deadline);
        }
    }
}
