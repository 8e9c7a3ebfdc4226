package io.groundcrew.chassis.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * Encrypts bytes so that only the holder of one X25519 key can read them: an ephemeral key agreement, HKDF-SHA256 and
 * AES-256-GCM. The context is bound in, so that a sealed value cannot be passed off as another one.
 */
public final class SealedBox {

    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedBox() {}

    /**
     * Seals bytes to a public key.
     *
     * @param context what the value belongs to; {@link #open} needs the same one
     */
    public static byte[] seal(PublicKey receiver, byte[] plain, String context) {
        try {
            byte[] privateKey = new byte[X25519.SCALAR_SIZE];
            X25519.generatePrivateKey(RANDOM, privateKey);
            // As other X25519 keys are written: what stands before the key itself is the same for all.
            byte[] publicKey = receiver.getEncoded();
            X25519.generatePublicKey(privateKey, 0, publicKey, publicKey.length - RawKeys.SIZE);
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, privateKey, RawKeys.of(receiver), publicKey, context)
                    .doFinal(plain);
            return ByteBuffer.allocate(1 + publicKey.length + encrypted.length)
                    .put((byte) publicKey.length)
                    .put(publicKey)
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
            byte[] encrypted = new byte[buffer.remaining()];
            buffer.get(encrypted);
            PublicKey ephemeral = KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(publicKey));
            return cipher(Cipher.DECRYPT_MODE, RawKeys.of(receiver), RawKeys.of(ephemeral), publicKey, context)
                    .doFinal(encrypted);
        } catch (GeneralSecurityException | java.nio.BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "Expected a value sealed to this location's key for \"" + context
                            + "\"; it was sealed to another key or for another purpose",
                    e);
        }
    }

    private static Cipher cipher(int mode, byte[] own, byte[] other, byte[] ephemeralPublicKey, String context)
            throws GeneralSecurityException {
        // Bouncy Castle for the same reason as in Signatures.
        byte[] secret = new byte[X25519.POINT_SIZE];
        if (!X25519.calculateAgreement(own, 0, other, 0, secret, 0)) {
            throw new InvalidKeyException("Expected a public key that leads to a secret, found one of low order");
        }
        byte[] info = ("groundcrew sealed box\n" + context).getBytes(StandardCharsets.UTF_8);
        SecretKey key = KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(secret)
                                .addSalt(ephemeralPublicKey)
                                .thenExpand(info, 32));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        // Each key encrypts one message only, so a fixed nonce is safe.
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, new byte[12]));
        cipher.updateAAD(info);
        return cipher;
    }
}
