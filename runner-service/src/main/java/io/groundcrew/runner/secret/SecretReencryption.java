package io.groundcrew.runner.secret;

import io.groundcrew.chassis.keys.StorageBox;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings stored secrets under the newest key, so that an older one can be removed, and tells whether the keys are still those
 * that the secrets were encrypted with.
 */
class SecretReencryption {

    private static final Logger log = LoggerFactory.getLogger(SecretReencryption.class);

    private final SecretRows rows;
    private final StorageBox box;
    private final ChangeCounters counters;
    private final TransactionTemplate transaction;

    SecretReencryption(SecretRows rows, StorageBox box, ChangeCounters counters, TransactionTemplate transaction) {
        this.rows = rows;
        this.box = box;
        this.counters = counters;
        this.transaction = transaction;
    }

    /** Does so for all; what cannot be opened stays and is told of. */
    void run() {
        List<StoredSecret> stored = rows.all();
        int done = 0;
        List<String> unreadable = new ArrayList<>();
        for (StoredSecret secret : stored) {
            try {
                byte[] value = box.open(secret.value(), secret.context());
                if (!box.isCurrent(secret.value())) {
                    reencrypt(secret, value);
                    done++;
                }
            } catch (IllegalStateException e) {
                unreadable.add(String.valueOf(e.getMessage()));
            }
        }
        if (done > 0) {
            log.info("{} of {} secrets are encrypted under the newest key now", done, stored.size());
        }
        if (!unreadable.isEmpty()) {
            log.error(
                    "{} of {} secrets cannot be decrypted. {}",
                    unreadable.size(),
                    stored.size(),
                    unreadable.getFirst());
        }
    }

    private void reencrypt(StoredSecret secret, byte[] value) {
        byte[] again = box.close(value, secret.context());
        transaction.executeWithoutResult(status -> {
            counters.next(Counter.SECRETS);
            rows.reencrypt(secret, again);
        });
    }
}
