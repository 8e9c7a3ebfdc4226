package io.groundcrew.runner.secret;

import io.groundcrew.chassis.keys.StorageBox;
import io.groundcrew.runner.loop.ChangeCounters;
import io.groundcrew.runner.loop.ChangeCounters.Counter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Brings stored secrets under the newest key, so that an older one can be removed. */
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

    /** Does so for all that are under another key; what cannot be opened stays and is told of. */
    void run() {
        List<StoredSecret> old = rows.all().stream()
                .filter(secret -> !box.isCurrent(secret.value()))
                .toList();
        int done = 0;
        for (StoredSecret secret : old) {
            try {
                byte[] value = box.close(box.open(secret.value(), secret.context()), secret.context());
                transaction.executeWithoutResult(status -> {
                    counters.next(Counter.SECRETS);
                    rows.reencrypt(secret, value);
                });
                done++;
            } catch (IllegalStateException e) {
                log.error("{}", e.getMessage());
            }
        }
        if (!old.isEmpty()) {
            log.info("{} of {} secrets are encrypted under the newest key now", done, old.size());
        }
    }
}
