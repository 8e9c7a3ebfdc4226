package io.groundcrew.runner.secret;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.runner.change.ChangeCounters;
import java.time.Clock;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The secrets of workspaces on a real database, for tests of what uses them. */
public final class SecretParts {

    final SecretRows rows;
    final WorkspaceSecrets secrets;
    final SecretReencryption reencryption;
    private final SealedSecrets sealed;

    public SecretParts(JdbcClient jdbc, TransactionTemplate transaction, KeyRing keys, Clock clock) {
        ChangeCounters counters = new ChangeCounters(jdbc);
        var box = keys.storage("runner-credentials");
        rows = new SecretRows(jdbc);
        secrets = new WorkspaceSecrets(rows, box, counters, transaction, clock);
        reencryption = new SecretReencryption(rows, box, counters, transaction);
        sealed = new SealedSecrets(secrets, keys);
    }

    public SealedSecrets sealed() {
        return sealed;
    }

    public void put(String workspace, String name, String value) {
        secrets.put(workspace, Map.of(name, value), "test");
    }
}
