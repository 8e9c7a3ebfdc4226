package io.groundcrew.insight.ingest;

import io.groundcrew.chassis.kafka.Failures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A batch on its way into the store. What is refused for what is in it is halved until the record to blame is found, which is
 * rejected: one costs a few transactions more, not one for each of the others.
 */
final class Parts {

    private final BatchStore store;
    private final RejectedRecords rejected;
    private final IngestMetrics metrics;
    private final Set<TopicPartition> partitions;
    private final Deque<List<ConsumerRecord<String, byte[]>>> left = new ArrayDeque<>();

    Parts(
            List<ConsumerRecord<String, byte[]>> batch,
            BatchStore store,
            RejectedRecords rejected,
            IngestMetrics metrics) {
        this.store = store;
        this.rejected = rejected;
        this.metrics = metrics;
        this.partitions = batch.stream().map(TopicReader::partition).collect(Collectors.toCollection(HashSet::new));
        left.push(batch);
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** What is neither stored nor rejected, in its order. */
    List<ConsumerRecord<String, byte[]>> left() {
        return left.stream().flatMap(List::stream).toList();
    }

    /**
     * Stores the next part, in one transaction.
     *
     * @return what is done, stored or rejected; nothing when the part was divided
     * @throws RuntimeException when the part is not to blame; it is still left then
     */
    List<ConsumerRecord<String, byte[]>> storeNext() {
        List<ConsumerRecord<String, byte[]>> part = left.getFirst();
        long begun = System.nanoTime();
        try {
            store.store(part);
            metrics.stored(part.size(), System.nanoTime() - begun);
        } catch (RuntimeException e) {
            if (Failures.mayPass(e)) {
                throw e;
            }
            if (part.size() > 1) {
                metrics.retried();
                halve();
                return List.of();
            }
            rejected.reject(part.getFirst(), Failures.reason(e));
            metrics.rejected();
        }
        left.pop();
        return part;
    }

    /** Lets go what is of other partitions than these: another reader reads it. */
    void keepOnly(Set<TopicPartition> kept) {
        if (!kept.containsAll(partitions)) {
            partitions.retainAll(kept);
            List<List<ConsumerRecord<String, byte[]>>> parts = left.stream()
                    .map(part -> part.stream()
                            .filter(record -> partitions.contains(TopicReader.partition(record)))
                            .toList())
                    .filter(part -> !part.isEmpty())
                    .toList();
            left.clear();
            left.addAll(parts);
        }
    }

    private void halve() {
        List<ConsumerRecord<String, byte[]>> part = left.pop();
        left.push(part.subList(part.size() / 2, part.size()));
        left.push(part.subList(0, part.size() / 2));
    }
}
