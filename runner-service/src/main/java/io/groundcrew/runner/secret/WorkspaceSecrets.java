package io.groundcrew.runner.secret;

import io.groundcrew.chassis.keys.StorageBox;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** The secrets of all workspaces. Kept in memory as they are stored, so that a run costs no query; decrypted one at a time. */
class WorkspaceSecrets {

    private static final Logger log = LoggerFactory.getLogger(WorkspaceSecrets.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_AT_ONCE = 100;
    private static final int MOST = 1000;

    private final SecretRows rows;
    private final StorageBox box;
    private final ChangeCounters counters;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private volatile Known known = new Known(-1, Map.of());

    private record Known(long version, Map<Key, byte[]> values) {}

    private record Key(String workspace, String name) {}

    WorkspaceSecrets(
            SecretRows rows, StorageBox box, ChangeCounters counters, TransactionTemplate transaction, Clock clock) {
        this.rows = rows;
        this.box = box;
        this.counters = counters;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Takes over what was committed since the last time; cheap when nothing was. */
    void refresh() {
        long now = counters.current(Counter.SECRETS);
        if (now == known.version()) {
            return;
        }
        Map<Key, byte[]> values = new HashMap<>();
        rows.all().forEach(secret -> values.put(new Key(secret.workspace(), secret.name()), secret.value()));
        known = new Known(now, Map.copyOf(values));
    }

    /**
     * A secret's value; empty when the workspace has none of that name.
     *
     * @throws IllegalStateException when it cannot be decrypted
     */
    Optional<byte[]> value(String workspace, String name) {
        Key key = new Key(workspace, name);
        byte[] stored = known.values().get(key);
        if (stored == null) {
            // Another runner may have taken it a moment ago.
            refresh();
            stored = known.values().get(key);
        }
        return stored == null ? Optional.empty() : Optional.of(box.open(stored, StoredSecret.context(workspace, name)));
    }

    /** Those of a workspace, the last changed first. */
    List<StoredSecret> of(String workspace) {
        return rows.of(workspace);
    }

    /**
     * Creates or replaces secrets, all or none.
     *
     * @return by name, whether it is new
     * @throws ProblemException 400 for a bad name or value, 409 when the workspace would have too many; no message holds a
     *     value
     */
    Map<String, Boolean> put(String workspace, Map<String, @Nullable String> secrets, String by) {
        if (secrets.isEmpty() || secrets.size() > MOST_AT_ONCE) {
            throw ProblemException.badRequest(
                    "Expected 1 to " + MOST_AT_ONCE + " secrets in one request, found " + secrets.size() + ".");
        }
        Map<String, byte[]> encrypted = new TreeMap<>();
        secrets.forEach((name, value) ->
                encrypted.put(name, box.close(checked(name, value), StoredSecret.context(workspace, name))));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Map<String, Boolean> stored = new TreeMap<>();
        transaction.executeWithoutResult(status -> {
            counters.next(Counter.SECRETS);
            encrypted.forEach((name, value) -> stored.put(name, rows.put(workspace, name, value, by, now)));
            if (rows.count(workspace) > MOST) {
                throw ProblemException.conflict(
                        "A workspace may have " + MOST + " secrets. Delete some that nothing uses first.");
            }
        });
        refresh();
        stored.forEach((name, isNew) ->
                log.info("{} {} {}", by, isNew ? "created" : "replaced", StoredSecret.context(workspace, name)));
        return stored;
    }

    /** Deletes a secret; false when there is none of that name. */
    boolean delete(String workspace, String name, String by) {
        boolean deleted = Boolean.TRUE.equals(transaction.execute(status -> {
            counters.next(Counter.SECRETS);
            return rows.delete(workspace, name);
        }));
        if (deleted) {
            refresh();
            log.info("{} deleted {}", by, StoredSecret.context(workspace, name));
        }
        return deleted;
    }

    private static byte[] checked(String name, @Nullable String value) {
        if (!NAME.matcher(name).matches()) {
            throw ProblemException.badRequest(
                    "Expected names of 1 to 128 letters, digits, \".\", \"_\" and \"-\" that begin with a letter, a digit or"
                            + " \"_\"; one of the given names is another. Rename it.");
        }
        byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MOST_BYTES) {
            throw ProblemException.badRequest("Expected 1 byte to 64 KiB as the value of secret \"" + name
                    + "\", found " + bytes.length + " bytes.");
        }
        return bytes;
    }
}
