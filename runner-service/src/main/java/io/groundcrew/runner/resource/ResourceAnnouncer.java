package io.groundcrew.runner.resource;

import io.groundcrew.contracts.resource.ResourceAnnounced;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.runner.kafka.StatePublisher;
import io.groundcrew.runner.kafka.TopicSetup;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Announces every change of a resource once it is committed, however long Kafka is away, and everything again after a
 * start. Of several runners one announces at a time, so that an older state never follows a newer one.
 */
class ResourceAnnouncer {

    private static final int BATCH = 500;
    private static final long LOCK = 0x67635f7265736f75L;

    private final JdbcClient jdbc;
    private final ResourceRows rows;
    private final TransactionTemplate transaction;
    private final TopicSetup topics;
    private final StatePublisher publisher;
    private final Clock clock;
    private boolean repeated;

    ResourceAnnouncer(
            JdbcClient jdbc,
            ResourceRows rows,
            TransactionTemplate transaction,
            TopicSetup topics,
            StatePublisher publisher,
            Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.transaction = transaction;
        this.topics = topics;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Announces what is left to announce. */
    void announce() {
        topics.ensureBase();
        if (!repeated) {
            rows.announceAgain();
            repeated = true;
        }
        boolean more = true;
        while (more) {
            more = Boolean.TRUE.equals(transaction.execute(status -> isMine() && changesBatch()));
        }
        rows.purge(clock.instant().minus(Resources.DELETIONS_KEPT));
    }

    private boolean isMine() {
        return jdbc.sql("select pg_try_advisory_xact_lock(?)")
                .param(LOCK)
                .query(Boolean.class)
                .single();
    }

    /** Whether there may be more. */
    private boolean changesBatch() {
        List<StoredResource> batch = rows.unannounced(BATCH);
        publish(batch);
        rows.announced(batch);
        return batch.size() == BATCH;
    }

    private void publish(List<StoredResource> batch) {
        try {
            publisher.publish(
                    Topics.RESOURCES,
                    batch.stream().map(ResourceAnnouncer::message).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while announcing resources", e);
        }
    }

    private static StatePublisher.Message message(StoredResource resource) {
        String key = ResourceAnnounced.key(resource.workspace(), resource.kind(), resource.name());
        return new StatePublisher.Message(key, resource.deleted() ? null : Wire.write(resource.announcement()));
    }
}
