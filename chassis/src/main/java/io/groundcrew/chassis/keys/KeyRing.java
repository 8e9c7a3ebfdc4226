package io.groundcrew.chassis.keys;

import io.groundcrew.contracts.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key files of one service. A private key is made on first use and stays in the private directory (mode 0600); its
 * public half is put into its owner's part of the shared directory, where the other services find it as soon as it is
 * there, and no longer know it as soon as it is gone. Each part is a directory of its own, so that an installation can let
 * only the owner write to it.
 */
public final class KeyRing {

    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);
    private static final String SIGNATURES = "Ed25519";
    private static final String AGREEMENT = "X25519";
    private static final String LOCATIONS = "location";

    private final KeyProperties properties;
    private final PrivateKeys privateKeys;
    private final PublicKeys publicKeys;

    public KeyRing(KeyProperties properties) {
        this.properties = properties;
        this.privateKeys = new PrivateKeys(properties.privateDirectory());
        this.publicKeys = new PublicKeys(properties.publicDirectory());
    }

    /**
     * The signing key of an owner, made on first use.
     *
     * @param owner for example {@code runner}
     */
    public SigningKey signing(String owner) {
        KeyPair pair = keyPair(owner, SIGNATURES);
        String id = owner + "-" + fingerprint(pair.getPublic());
        publicKeys.publish(owner, id, pair.getPublic());
        return new SigningKey(id, pair.getPrivate());
    }

    /**
     * Whether a signature over {@code bytes} is one of the given owner's. False for a key this ring does not know, for one
     * that was withdrawn, for another owner's key and for a broken signature alike.
     *
     * @throws UnreachableKeysException when the key cannot be looked up now
     */
    public boolean verifies(String owner, String keyId, byte[] bytes, byte[] signature) {
        if (!keyId.startsWith(owner + "-")) {
            return false;
        }
        return publicKeys
                .find(owner, keyId, SIGNATURES)
                .map(key -> Signatures.verifies(key, bytes, signature))
                .orElse(false);
    }

    /**
     * The key pair that secrets for a location are sealed to, made on first use. Workers of one location share it: the one
     * that was asked for last is sealed to.
     */
    public KeyPair location(String location) {
        String id = locationKeyId(location);
        KeyPair pair = keyPair(id, AGREEMENT);
        if (publicKeys.publish(LOCATIONS, id, pair.getPublic())) {
            log.warn(
                    "The public key {} was another one and is replaced; what was sealed to that one can no longer be opened"
                            + " here. If another worker of this location made it, give both workers the same {}",
                    publicKeys.file(LOCATIONS, id),
                    privateKeys.file(keyFile(id)));
        }
        return pair;
    }

    /**
     * The public key of a location as it is now; empty until a worker of that location has started once.
     *
     * @throws UnreachableKeysException when the key cannot be looked up now
     */
    public Optional<PublicKey> locationKey(String location) {
        return publicKeys.find(LOCATIONS, locationKeyId(location), AGREEMENT);
    }

    /**
     * Encryption of what a service stores under a name. Its first key is made on first use; another is added as the file
     * {@code <name>-<number>.secret}.
     *
     * @throws IllegalStateException when a key file holds no key
     */
    public StorageBox storage(String name) {
        if (!StorageKeys.exist(properties.privateDirectory(), name)) {
            privateKeys.readOrMake(StorageKeys.fileName(name, 1), () -> {
                byte[] fresh = new byte[32];
                new SecureRandom().nextBytes(fresh);
                return encode(fresh);
            });
        }
        return new StorageBox(new StorageKeys(properties.privateDirectory(), name));
    }

    private static String locationKeyId(String location) {
        return LOCATIONS + "-" + location;
    }

    private static String keyFile(String name) {
        return name + ".key";
    }

    private KeyPair keyPair(String name, String algorithm) {
        String[] stored =
                privateKeys.readOrMake(keyFile(name), () -> fresh(algorithm)).split("\n", -1);
        try {
            KeyFactory keys = KeyFactory.getInstance(algorithm);
            PrivateKey privateKey = keys.generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(stored[0])));
            PublicKey publicKey = keys.generatePublic(
                    new X509EncodedKeySpec(Base64.getDecoder().decode(stored[1])));
            return new KeyPair(publicKey, privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Could not read the " + algorithm + " key in " + privateKeys.file(keyFile(name))
                            + "; restore the file, or remove it to have a new key made",
                    e);
        }
    }

    private static String fresh(String algorithm) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            return encode(pair.getPrivate().getEncoded()) + "\n"
                    + encode(pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String fingerprint(PublicKey key) {
        return HexFormat.of().formatHex(Sha256.of(key.getEncoded()), 0, 8);
    }
}
