package io.groundcrew.chassis.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what a service stores, with AES-256-GCM under a key outside of its database. Keys are numbered: the newest
 * encrypts, and each stored value names the one that opens it. Every value is bound to its context, so that one row's
 * value opens in no other.
 */
public final class StorageBox {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final StorageKeys keys;
    private final SecureRandom random = new SecureRandom();

    StorageBox(StorageKeys keys) {
        this.keys = keys;
    }

    /**
     * What is stored of a value: the key's number, a nonce, the encrypted value.
     *
     * @param context what the value is, for people too: {@code the secret "x" of workspace demo}
     */
    public byte[] close(byte[] plain, String context) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        int number = keys.newest();
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, number, nonce, context).doFinal(plain);
            byte[] stored = new byte[1 + NONCE + encrypted.length];
            stored[0] = (byte) number;
            System.arraycopy(nonce, 0, stored, 1, NONCE);
            System.arraycopy(encrypted, 0, stored, 1 + NONCE, encrypted.length);
            return stored;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not encrypt " + context, e);
        }
    }

    /**
     * The value that was stored.
     *
     * @throws IllegalStateException when its key is missing or another one, or the value was changed or moved; the message
     *     says which file to restore
     */
    public byte[] open(byte[] stored, String context) {
        if (stored.length < 1 + NONCE + TAG_BITS / 8) {
            throw new IllegalStateException("What is stored for " + context + " is not whole. Give it again.");
        }
        int number = Byte.toUnsignedInt(stored[0]);
        try {
            return cipher(Cipher.DECRYPT_MODE, number, Arrays.copyOfRange(stored, 1, 1 + NONCE), context)
                    .doFinal(stored, 1 + NONCE, stored.length - 1 - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "What is stored for " + context + " cannot be decrypted: the key file " + keys.file(number)
                            + " is another one than it was encrypted with. Restore the file from your backup, restart, and"
                            + " give again what was stored since it was lost; or keep this one and give the value again.",
                    e);
        }
    }

    /** Whether a stored value is encrypted under the newest key. */
    public boolean isCurrent(byte[] stored) {
        return stored.length > 0 && Byte.toUnsignedInt(stored[0]) == keys.newest();
    }

    private Cipher cipher(int mode, int number, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(keys.key(number), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
