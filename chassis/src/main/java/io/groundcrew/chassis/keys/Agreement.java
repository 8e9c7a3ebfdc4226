package io.groundcrew.chassis.keys;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * The secret that a sender and a receiver share by X25519. Making one costs more than all the rest of sealing, and a burst
 * of runs seals thousands of values to the same location, so both sides keep it for a while: the sender for a minute, the
 * receiver as long as it is among the last ones it met.
 *
 * @param publicKey the sender's, as X25519 keys are written
 * @param secret what both sides know
 */
record Agreement(byte[] publicKey, byte[] secret) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long SENT_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MET = 256;

    private static final Map<PublicKey, Sent> SENDING = new ConcurrentHashMap<>();
    private static final Map<Meeting, byte[]> RECEIVING = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Meeting, byte[]> eldest) {
            return size() > MET;
        }
    };

    private record Sent(Agreement agreement, long madeAt) {}

    private record Meeting(PrivateKey receiver, ByteBuffer publicKey) {}

    /** For what is sealed to a key now. */
    static Agreement to(PublicKey receiver) throws InvalidKeyException {
        long now = System.nanoTime();
        Sent last = SENDING.get(receiver);
        if (last != null && now - last.madeAt() < SENT_NANOS) {
            return last.agreement();
        }
        byte[] own = new byte[X25519.SCALAR_SIZE];
        X25519.generatePrivateKey(RANDOM, own);
        // What stands before the key itself is the same for all keys.
        byte[] publicKey = receiver.getEncoded();
        X25519.generatePublicKey(own, 0, publicKey, publicKey.length - RawKeys.SIZE);
        Agreement agreement = new Agreement(publicKey, secret(own, RawKeys.of(receiver)));
        SENDING.values().removeIf(sent -> now - sent.madeAt() >= SENT_NANOS);
        SENDING.put(receiver, new Sent(agreement, now));
        return agreement;
    }

    /**
     * For what was sealed with that public key.
     *
     * @throws InvalidKeyException when it is none
     */
    static Agreement of(PrivateKey receiver, byte[] publicKey) throws InvalidKeyException {
        Meeting meeting = new Meeting(receiver, ByteBuffer.wrap(publicKey));
        synchronized (RECEIVING) {
            byte[] known = RECEIVING.get(meeting);
            if (known != null) {
                return new Agreement(publicKey, known);
            }
        }
        byte[] secret = secret(RawKeys.of(receiver), RawKeys.ofX25519(publicKey));
        synchronized (RECEIVING) {
            RECEIVING.put(meeting, secret);
        }
        return new Agreement(publicKey, secret);
    }

    private static byte[] secret(byte[] own, byte[] other) throws InvalidKeyException {
        // Bouncy Castle for the same reason as in Signatures.
        byte[] secret = new byte[X25519.POINT_SIZE];
        if (!X25519.calculateAgreement(own, 0, other, 0, secret, 0)) {
            throw new InvalidKeyException("Expected a public key that leads to a secret, found one of low order");
        }
        return secret;
    }
}
