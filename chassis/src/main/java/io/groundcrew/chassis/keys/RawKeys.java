package io.groundcrew.chassis.keys;

import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.XECPrivateKey;
import java.util.Arrays;

/** The 32 bytes that an Ed25519 or X25519 key is. */
final class RawKeys {

    static final int SIZE = 32;

    private RawKeys() {}

    static byte[] of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - SIZE, encoded.length);
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
