package io.groundcrew.runner.collection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings stored credentials under the newest key, so that an older one can be removed, and tells whether the keys are still
 * those that they were encrypted with.
 */
class CredentialReencryption {

    private static final Logger log = LoggerFactory.getLogger(CredentialReencryption.class);

    private final CollectionRows rows;
    private final CollectionSecrets secrets;

    CredentialReencryption(CollectionRows rows, CollectionSecrets secrets) {
        this.rows = rows;
        this.secrets = secrets;
    }

    /** Does so for all; what cannot be opened stays and is told of. */
    void run() {
        for (RegisteredCollection collection : rows.all()) {
            try {
                secrets.reencryptedLogin(collection).ifPresent(fresh -> {
                    rows.reencryptCredentials(collection, fresh);
                    log.info(
                            "The credentials of collection {} are encrypted under the newest key now",
                            collection.name());
                });
                secrets.reencryptedWebhookSecret(collection).ifPresent(fresh -> {
                    rows.reencryptWebhookSecret(collection, fresh);
                    log.info(
                            "The webhook secret of collection {} is encrypted under the newest key now",
                            collection.name());
                });
            } catch (IllegalStateException e) {
                log.error("{}", e.getMessage());
            }
        }
    }
}
