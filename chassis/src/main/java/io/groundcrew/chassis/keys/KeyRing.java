package io.groundcrew.chassis.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The key files of one service. A private key is made on first use and stays in the private directory (mode 0600); its
 * public half is put into its owner's part of the shared directory, where the other services find it as soon as it is
 * there, and no longer know it as soon as it is gone. Each part is a directory of its own, so that an installation can let
 * only the owner write to it.
 */
public final class KeyRing {

    private static final Pattern KEY_ID = Pattern.compile("[a-z0-9-]{1,80}");
    private static final String SIGNATURES = "Ed25519";
    private static final String AGREEMENT = "X25519";
    private static final String LOCATIONS = "location";

    private final Path privateDirectory;
    private final Path publicDirectory;
    private final Map<String, PublicKey> known = new ConcurrentHashMap<>();

    public KeyRing(KeyProperties properties) {
        this.privateDirectory = properties.privateDirectory();
        this.publicDirectory = properties.publicDirectory();
    }

    /**
     * The signing key of an owner, made on first use.
     *
     * @param owner for example {@code runner}
     */
    public SigningKey signing(String owner) {
        KeyPair pair = keyPair(owner, SIGNATURES);
        String id = owner + "-" + fingerprint(pair.getPublic());
        publish(owner, id, pair.getPublic());
        return new SigningKey(id, pair.getPrivate());
    }

    /**
     * Whether a signature over {@code bytes} is one of the given owner's. False for a key this ring does not know, for one
     * that was withdrawn, for another owner's key and for a broken signature alike.
     */
    public boolean verifies(String owner, String keyId, byte[] bytes, byte[] signature) {
        if (!keyId.startsWith(owner + "-")) {
            return false;
        }
        return publicKey(owner, keyId, SIGNATURES)
                .map(key -> Signatures.verifies(key, bytes, signature))
                .orElse(false);
    }

    /** The key pair that secrets for a location are sealed to, made on first use. Workers of one location share it. */
    public KeyPair location(String location) {
        KeyPair pair = keyPair(locationKeyId(location), AGREEMENT);
        publish(LOCATIONS, locationKeyId(location), pair.getPublic());
        return pair;
    }

    /** The public key of a location; empty until a worker of that location has started once. */
    public Optional<PublicKey> locationKey(String location) {
        return publicKey(LOCATIONS, locationKeyId(location), AGREEMENT);
    }

    /**
     * Encryption of what a service stores under a name. Its first key is made on first use; another is added as the file
     * {@code <name>-<number>.secret}.
     *
     * @throws IllegalStateException when a key file holds no key
     */
    public StorageBox storage(String name) {
        if (!StorageKeys.exist(privateDirectory, name)) {
            byte[] fresh = new byte[32];
            new SecureRandom().nextBytes(fresh);
            createOrRead(privateDirectory.resolve(StorageKeys.fileName(name, 1)), encode(fresh));
        }
        return new StorageBox(new StorageKeys(privateDirectory, name));
    }

    private static String locationKeyId(String location) {
        return LOCATIONS + "-" + location;
    }

    private KeyPair keyPair(String name, String algorithm) {
        try {
            KeyPair fresh = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
            String content = encode(fresh.getPrivate().getEncoded()) + "\n"
                    + encode(fresh.getPublic().getEncoded());
            String[] stored = createOrRead(privateDirectory.resolve(name + ".key"), content)
                    .split("\n", -1);
            KeyFactory keys = KeyFactory.getInstance(algorithm);
            PrivateKey privateKey = keys.generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(stored[0])));
            PublicKey publicKey = keys.generatePublic(
                    new X509EncodedKeySpec(Base64.getDecoder().decode(stored[1])));
            return new KeyPair(publicKey, privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Could not read the " + algorithm + " key \"" + name + "\" in " + privateDirectory
                            + "; restore the file, or remove it to have a new key made",
                    e);
        }
    }

    private Optional<PublicKey> publicKey(String owner, String keyId, String algorithm) {
        if (!KEY_ID.matcher(keyId).matches()) {
            return Optional.empty();
        }
        Path file = publicDirectory.resolve(owner).resolve(keyId + ".pub");
        PublicKey cached = known.get(keyId);
        // Looked for each time: to remove the file is how a key is withdrawn. A directory that cannot be asked
        // withdraws nothing.
        if (cached != null && !Files.notExists(file)) {
            return Optional.of(cached);
        }
        if (!Files.isRegularFile(file)) {
            known.remove(keyId);
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(Files.readString(file).strip());
            PublicKey key = KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(bytes));
            known.put(keyId, key);
            return Optional.of(key);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the public key " + file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("Expected a Base64 " + algorithm + " public key in " + file, e);
        }
    }

    private void publish(String owner, String keyId, PublicKey key) {
        Path directory = publicDirectory.resolve(owner);
        Path file = directory.resolve(keyId + ".pub");
        String content = encode(key.getEncoded());
        try {
            if (Files.isRegularFile(file) && Files.readString(file).strip().equals(content)) {
                return;
            }
            Files.createDirectories(directory);
            Path fresh = Files.createTempFile(directory, keyId, ".new");
            Files.writeString(fresh, content);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not publish the key " + keyId + " in " + directory, e);
        }
    }

    private static String createOrRead(Path file, String content) {
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.exists(file)) {
                Path fresh = Files.createTempFile(file.getParent(), "key", ".new");
                Files.writeString(fresh, content, StandardCharsets.US_ASCII);
                linkOnce(fresh, file);
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read or make the key file " + file, e);
        }
    }

    /** A hard link fails when the name is taken, so of two processes that start at once only one makes the key. */
    private static void linkOnce(Path fresh, Path file) throws IOException {
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException takenByAnother) {
            return;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String fingerprint(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
