package io.groundcrew.chassis.keys;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Encrypts bytes so that only the holder of one X25519 key can read them: a short-lived key agreement, HKDF-SHA256 with a
 * salt for each message, and AES-256-GCM. The context is bound in, so that a sealed value cannot be passed off as another
 * one.
 */
public final class SealedBox {

    private static final int TAG_BITS = 128;
    private static final int SALT_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedBox() {}

    /**
     * Seals bytes to a public key.
     *
     * @param context what the value belongs to; {@link #open} needs the same one
     */
    public static byte[] seal(PublicKey receiver, byte[] plain, String context) {
        try {
            Agreement agreement = Agreement.to(receiver);
            byte[] salt = new byte[SALT_BYTES];
            RANDOM.nextBytes(salt);
            byte[] publicKey = agreement.publicKey();
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, agreement, salt, context).doFinal(plain);
            return ByteBuffer.allocate(1 + publicKey.length + SALT_BYTES + encrypted.length)
                    .put((byte) publicKey.length)
                    .put(publicKey)
                    .put(salt)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not seal to the X25519 key", e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws IllegalArgumentException when it was sealed to another key, for another context, or was changed
     */
    public static byte[] open(PrivateKey receiver, byte[] sealed, String context) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(sealed);
            byte[] publicKey = new byte[Byte.toUnsignedInt(buffer.get())];
            buffer.get(publicKey);
            byte[] salt = new byte[SALT_BYTES];
            buffer.get(salt);
            byte[] encrypted = new byte[buffer.remaining()];
            buffer.get(encrypted);
            return cipher(Cipher.DECRYPT_MODE, Agreement.of(receiver, publicKey), salt, context)
                    .doFinal(encrypted);
        } catch (GeneralSecurityException | BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "Expected a value sealed to this location's key for \"" + context
                            + "\"; it was sealed to another key or for another purpose",
                    e);
        }
    }

    private static Cipher cipher(int mode, Agreement agreement, byte[] salt, String context)
            throws GeneralSecurityException {
        byte[] info = ("groundcrew sealed box\n" + context).getBytes(StandardCharsets.UTF_8);
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(agreement.secret())
                                .addSalt(agreement.publicKey())
                                .addSalt(salt)
                                .thenExpand(info, 32));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        // Each salt's key encrypts one message only, so a fixed nonce is safe.
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, new byte[12]));
        cipher.updateAAD(info);
        return cipher;
    }
}
