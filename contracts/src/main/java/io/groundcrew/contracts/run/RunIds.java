package io.groundcrew.contracts.run;

import io.groundcrew.contracts.Sha256;
import io.groundcrew.contracts.SlxRef;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids: of runs and sessions, and of whatever has the same one wherever it is computed. */
public final class RunIds {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COUNTER_BITS = 12;
    // Millisecond and count of the last id.
    private static final AtomicLong LAST = new AtomicLong();

    private RunIds() {}

    /** A UUIDv7: sorted by creation, also within a millisecond where one process makes up to 4,096; else unpredictable. */
    public static UUID next(Clock clock) {
        long millis = clock.millis();
        long stamp = LAST.updateAndGet(last -> last >>> COUNTER_BITS == millis ? last + 1 : millis << COUNTER_BITS);
        long most = (millis << 16) | 0x7000L | (stamp & 0x0fffL);
        long least = (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(most, least);
    }

    /** When a UUIDv7 was made; {@link Instant#EPOCH} for an id of another version. */
    public static Instant madeAt(UUID id) {
        return id.version() == 7 ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16) : Instant.EPOCH;
    }

    /** The id of one nominal fire of a scheduled check: the same fire always has the same id, so firing twice asks once. */
    public static UUID scheduled(SlxRef slx, RobotKind kind, String location, Instant nominalFire) {
        return named(slx.fullName() + '\n' + kind + '\n' + location + '\n' + nominalFire.toEpochMilli());
    }

    /** A UUIDv8 that the same text always has. */
    public static UUID named(String text) {
        ByteBuffer digest = ByteBuffer.wrap(Sha256.of(text));
        long most = (digest.getLong() & 0xffffffffffff0fffL) | 0x8000L;
        long least = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(most, least);
    }
}
