package io.groundcrew.chassis.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The shared directory of everybody's public keys. */
final class PublicKeys {

    private static final Pattern KEY_ID = Pattern.compile("[a-z0-9-]{1,80}");

    private final Path directory;
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    PublicKeys(Path directory) {
        this.directory = directory;
    }

    /** A key, and which file it was read from: another one of the same name may come to hold another key. */
    private record Known(
            PublicKey key, FileTime modified, @Nullable Object file) {

        boolean isOf(BasicFileAttributes now) {
            return modified.equals(now.lastModifiedTime()) && Objects.equals(file, now.fileKey());
        }
    }

    /**
     * A key; empty when its owner has not published it, or it was withdrawn.
     *
     * @throws UnreachableKeysException when the directory cannot be asked and the key is not known from before
     */
    Optional<PublicKey> find(String owner, String keyId, String algorithm) {
        if (!KEY_ID.matcher(keyId).matches()) {
            return Optional.empty();
        }
        Path file = file(owner, keyId);
        Known before = known.get(file);
        try {
            // Looked at each time: to remove the file is how a key is withdrawn.
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (before != null && before.isOf(now)) {
                return Optional.of(before.key());
            }
            PublicKey key = read(file, algorithm);
            known.put(file, new Known(key, now.lastModifiedTime(), now.fileKey()));
            return Optional.of(key);
        } catch (NoSuchFileException withdrawn) {
            known.remove(file);
            return Optional.empty();
        } catch (IOException e) {
            // A directory that cannot be asked withdraws nothing.
            if (before != null) {
                return Optional.of(before.key());
            }
            throw new UnreachableKeysException("The public key " + file + " cannot be read now: " + e, e);
        }
    }

    /** Puts a key there for others; true when it took the place of another one. */
    boolean publish(String owner, String keyId, PublicKey key) {
        Path file = file(owner, keyId);
        String content = Base64.getEncoder().encodeToString(key.getEncoded());
        try {
            boolean taken = Files.isRegularFile(file);
            if (taken && Files.readString(file).strip().equals(content)) {
                return false;
            }
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), keyId, ".new");
            Files.writeString(fresh, content);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not publish the key " + file, e);
        }
    }

    Path file(String owner, String keyId) {
        return directory.resolve(owner).resolve(keyId + ".pub");
    }

    private static PublicKey read(Path file, String algorithm) throws IOException {
        try {
            byte[] bytes = Base64.getDecoder().decode(Files.readString(file).strip());
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("Expected a Base64 " + algorithm + " public key in " + file, e);
        }
    }
}
