package io.groundcrew.chassis.keys;

import java.security.PrivateKey;

/** A service's signing key and the id under which others find its public half. */
public final class SigningKey {

    private final String id;
    private final PrivateKey key;
    private final byte[] publicKey;

    SigningKey(String id, PrivateKey key) {
        this.id = id;
        this.key = key;
        this.publicKey = Signatures.publicKeyOf(key);
    }

    public String id() {
        return id;
    }

    /** The Ed25519 signature over exactly these bytes. */
    public byte[] sign(byte[] bytes) {
        return Signatures.sign(key, publicKey, bytes);
    }
}
