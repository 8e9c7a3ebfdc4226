package io.groundcrew.contracts.run;

import io.groundcrew.contracts.SlxRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Makes the ids of runs and sessions. */
public final class RunIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RunIds() {}

    /** A UUIDv7: sorted by creation time to the millisecond, unpredictable otherwise. */
    public static UUID next(Clock clock) {
        long random = RANDOM.nextLong();
        long most = (clock.millis() << 16) | 0x7000L | (random & 0x0fffL);
        long least = (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(most, least);
    }

    /** When a UUIDv7 was made; {@link Instant#EPOCH} for an id of another version. */
    public static Instant madeAt(UUID id) {
        return id.version() == 7 ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16) : Instant.EPOCH;
    }

    /** The id of one nominal fire of a scheduled check: the same fire always has the same id, so firing twice asks once. */
    public static UUID scheduled(SlxRef slx, RobotKind kind, String location, Instant nominalFire) {
        String fire = slx.fullName() + '\n' + kind + '\n' + location + '\n' + nominalFire.toEpochMilli();
        ByteBuffer digest = ByteBuffer.wrap(sha256(fire.getBytes(StandardCharsets.UTF_8)));
        long most = (digest.getLong() & 0xffffffffffff0fffL) | 0x8000L;
        long least = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(most, least);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
