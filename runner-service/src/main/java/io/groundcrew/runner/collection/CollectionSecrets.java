package io.groundcrew.runner.collection;

import io.groundcrew.chassis.keys.StorageBox;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Turns logins and webhook secrets into what is stored and back. */
public final class CollectionSecrets {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StorageBox box;

    CollectionSecrets(StorageBox box) {
        this.box = box;
    }

    /** How to log in for a collection; empty when it has no credentials. */
    public Optional<GitLogin> login(RegisteredCollection collection) {
        byte[] stored = collection.sealedCredentials();
        return stored == null
                ? Optional.empty()
                : Optional.of(JSON.readValue(box.open(stored, loginContext(collection.name())), GitLogin.class));
    }

    Optional<byte[]> webhookSecret(RegisteredCollection collection) {
        byte[] stored = collection.sealedWebhookSecret();
        return stored == null ? Optional.empty() : Optional.of(box.open(stored, webhookContext(collection.name())));
    }

    byte @Nullable [] store(String collection, GitLogin login) {
        return login.empty() ? null : box.close(JSON.writeValueAsBytes(login), loginContext(collection));
    }

    byte[] storeWebhookSecret(String collection, String secret) {
        return box.close(secret.getBytes(StandardCharsets.UTF_8), webhookContext(collection));
    }

    /**
     * The same credentials under the newest key; empty when they are.
     *
     * @throws IllegalStateException when they cannot be decrypted
     */
    Optional<byte[]> reencryptedLogin(RegisteredCollection collection) {
        return reencrypted(collection.sealedCredentials(), loginContext(collection.name()));
    }

    /**
     * The same webhook secret under the newest key; empty when it is.
     *
     * @throws IllegalStateException when it cannot be decrypted
     */
    Optional<byte[]> reencryptedWebhookSecret(RegisteredCollection collection) {
        return reencrypted(collection.sealedWebhookSecret(), webhookContext(collection.name()));
    }

    private Optional<byte[]> reencrypted(byte @Nullable [] stored, String context) {
        if (stored == null) {
            return Optional.empty();
        }
        // Opened in any case: that shows whether the key is the one it was encrypted with.
        byte[] plain = box.open(stored, context);
        return box.isCurrent(stored) ? Optional.empty() : Optional.of(box.close(plain, context));
    }

    private static String loginContext(String collection) {
        return "the credentials of collection " + collection;
    }

    private static String webhookContext(String collection) {
        return "the webhook secret of collection " + collection;
    }
}
