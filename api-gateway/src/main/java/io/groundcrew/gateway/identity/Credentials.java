package io.groundcrew.gateway.identity;

import io.groundcrew.chassis.identity.RunTokens;
import io.groundcrew.chassis.keys.KeyRing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who holds a token or session. What the database said holds for two seconds, so that a busy caller costs no query per
 * request and a revocation elsewhere still counts at once for people.
 */
public final class Credentials {

    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int LONGEST_SECRET = 1000;
    private static final int MOST_REMEMBERED = 10_000;

    private final AccessTokens tokens;
    private final Sessions sessions;
    private final KeyRing keys;
    private final Clock clock;
    private final Map<Key, Checked> checked = new ConcurrentHashMap<>();

    Credentials(AccessTokens tokens, Sessions sessions, KeyRing keys, Clock clock) {
        this.keys = keys;
        this.tokens = tokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** The holder of a secret; empty for an unknown, revoked and ended one alike. Counts as its use. */
    public Optional<Credential> find(Credential.Via via, String secret) {
        if (secret.isEmpty() || secret.length() > LONGEST_SECRET) {
            return Optional.empty();
        }
        byte[] hash = Secrets.hash(secret);
        return isOfRun(via, secret) ? ofRun(secret, HexFormat.of().formatHex(hash)) : find(via, hash, true);
    }

    private static boolean isOfRun(Credential.Via via, String secret) {
        return via == Credential.Via.BEARER && secret.startsWith(RunTokens.PREFIX);
    }

    /** What the runner signed into the token is all there is to know, and it ends by itself. */
    private Optional<Credential> ofRun(String token, String hash) {
        Instant now = clock.instant();
        Key key = new Key(Credential.Via.BEARER, hash);
        Checked before = checked.get(key);
        if (before != null) {
            return Optional.of(before.credential()).filter(credential -> !credential.hasEnded(now));
        }
        Optional<Credential> found = RunTokens.read(keys, token, now)
                .map(grant -> new Credential(
                        Credential.Via.RUN, hash, null, grant.subject(), grant.roles(), grant.expires()));
        found.ifPresent(credential -> remember(key, new Checked(credential, now)));
        return found;
    }

    /**
     * Whether looking at a secret cannot be a guess, so that a caller is not held up by others' wrong ones: it was good lately,
     * or it is a run's, which is signed.
     */
    public boolean isNoGuess(Credential.Via via, String secret) {
        return isOfRun(via, secret)
                || checked.containsKey(new Key(via, HexFormat.of().formatHex(Secrets.hash(secret))));
    }

    /** Whether a credential still holds; asking does not count as its use. */
    public boolean holds(Credential credential) {
        if (credential.via() == Credential.Via.RUN) {
            return !credential.hasEnded(clock.instant());
        }
        return find(credential.via(), HexFormat.of().parseHex(credential.key()), false)
                .isPresent();
    }

    void forget(Credential credential) {
        checked.remove(new Key(credential.via(), credential.key()));
    }

    private Optional<Credential> find(Credential.Via via, byte[] hash, boolean used) {
        Instant now = clock.instant();
        Key key = new Key(via, HexFormat.of().formatHex(hash));
        Checked before = checked.get(key);
        if (before != null
                && now.isBefore(before.at().plus(FRESH))
                && !before.credential().hasEnded(now)) {
            return Optional.of(before.credential());
        }
        Optional<Credential> found = switch (via) {
            case BEARER -> tokens.find(hash, now);
            case SESSION -> sessions.find(hash, now);
            case RUN -> Optional.empty();
        };
        if (found.isEmpty()) {
            checked.remove(key);
            return found;
        }
        if (used) {
            touch(found.get(), hash, now);
        }
        remember(key, new Checked(found.get(), now));
        return found;
    }

    private void touch(Credential credential, byte[] hash, Instant now) {
        if (credential.via() == Credential.Via.SESSION) {
            sessions.touch(hash, now);
        }
        if (credential.tokenId() != null) {
            tokens.touch(credential.tokenId(), now);
        }
    }

    private void remember(Key key, Checked entry) {
        if (checked.size() >= MOST_REMEMBERED) {
            checked.values().removeIf(old -> old.at().plus(REMEMBERED).isBefore(entry.at()));
        }
        if (checked.size() < MOST_REMEMBERED) {
            checked.put(key, entry);
        }
    }

    private record Key(Credential.Via via, String hash) {}

    private record Checked(Credential credential, Instant at) {}
}
