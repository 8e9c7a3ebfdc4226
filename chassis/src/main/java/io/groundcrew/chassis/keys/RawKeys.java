package io.groundcrew.chassis.keys;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.XECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;

/** The 32 bytes that an Ed25519 or X25519 key is. */
final class RawKeys {

    static final int SIZE = 32;

    /** What stands before the 32 bytes of an X25519 public key (RFC 8410). */
    private static final byte[] X25519 = HexFormat.of().parseHex("302a300506032b656e032100");

    private RawKeys() {}

    static byte[] of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - SIZE, encoded.length);
    }

    /**
     * The key in what {@link PublicKey#getEncoded} gives for an X25519 key.
     *
     * @throws InvalidKeyException when it is not that
     */
    static byte[] ofX25519(byte[] encoded) throws InvalidKeyException {
        int start = encoded.length - SIZE;
        if (start < 0 || !Arrays.equals(encoded, 0, start, X25519, 0, X25519.length)) {
            throw new InvalidKeyException("Expected an X25519 public key in X.509 encoding");
        }
        return Arrays.copyOfRange(encoded, start, encoded.length);
    }

    /** @throws IllegalArgumentException when it is no such key, or one that does not leave its device */
    static byte[] of(PrivateKey key) {
        byte[] raw = switch (key) {
            case EdECPrivateKey signing -> signing.getBytes().orElseThrow(() -> unfit(key));
            case XECPrivateKey agreeing -> agreeing.getScalar().orElseThrow(() -> unfit(key));
            default -> throw unfit(key);
        };
        if (raw.length != SIZE) {
            throw unfit(key);
        }
        return raw;
    }

    private static IllegalArgumentException unfit(Key key) {
        return new IllegalArgumentException(
                "Expected an Ed25519 or X25519 key of " + SIZE + " bytes, found one of " + key.getAlgorithm());
    }
}
