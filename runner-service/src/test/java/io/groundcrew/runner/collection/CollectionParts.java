package io.groundcrew.runner.collection;

import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The collections of one runner on a real database and disk. Its loops are the test's to turn. */
public final class CollectionParts implements AutoCloseable {

    final CollectionRows rows;
    final Syncs syncs;
    private final Catalogs catalogs;
    private final CollectionDirectory directory;
    private final ChangeCounters counters;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /**
     * @param data the runner's own directory; several runners share the database
     */
    public CollectionParts(DataSource database, Path data, Clock clock) {
        this.clock = clock;
        JdbcClient jdbc = JdbcClient.create(database);
        CollectionProperties properties =
                new CollectionProperties(data.toString(), List.of("/"), List.of(), 3, Duration.ofMinutes(5), List.of());
        KeyRing keys = new KeyRing(new KeyProperties(data.resolve("private"), data.resolve("public")));
        CollectionSecrets secrets = new CollectionSecrets(keys.storage("runner-credentials"));
        Mirrors mirrors = new Mirrors(properties, clock, secrets);
        rows = new CollectionRows(jdbc);
        counters = new ChangeCounters(jdbc);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        catalogs = new Catalogs(mirrors, clock);
        directory = new CollectionDirectory(rows, counters, catalogs);
        syncs = new Syncs(rows, directory, mirrors, catalogs, counters, transaction, clock, properties);
    }

    public CollectionDirectory directory() {
        return directory;
    }

    /** Registers a collection, or changes it, as the API does. */
    public RegisteredCollection put(String name, String url) {
        long revision = rows.find(name).map(RegisteredCollection::revision).orElse(0L) + 1;
        RegisteredCollection collection = collection(name, url, revision, null);
        boolean sameSource = rows.find(name)
                .filter(before -> before.source().equals(collection.source()))
                .isPresent();
        transaction.executeWithoutResult(status -> {
            counters.next(Counter.COLLECTIONS);
            rows.put(collection, sameSource, clock.instant());
        });
        directory.refresh();
        return collection;
    }

    /** Syncs a collection in this thread. */
    public void sync(String name) {
        try {
            syncs.syncNow(name);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static RegisteredCollection collection(String name, String url, long revision, @Nullable String commit) {
        return new RegisteredCollection(
                name,
                url,
                null,
                null,
                null,
                "",
                Duration.ofHours(1),
                1,
                null,
                null,
                false,
                revision,
                "never",
                "It has not been synced yet.",
                null,
                null,
                commit,
                0,
                0,
                0);
    }

    @Override
    public void close() {
        syncs.close();
        catalogs.close();
    }
}
