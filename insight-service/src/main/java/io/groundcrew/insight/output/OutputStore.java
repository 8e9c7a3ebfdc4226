package io.groundcrew.insight.output;

import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.insight.live.Wakeups;
import io.groundcrew.insight.storage.Partitions;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores a batch of output and wakes those who follow it. */
public final class OutputStore {

    private final OutputChunks chunks;
    private final Partitions partitions;
    private final Wakeups wakeups;
    private final TransactionTemplate transaction;

    public OutputStore(OutputChunks chunks, Partitions partitions, Wakeups wakeups, TransactionTemplate transaction) {
        this.chunks = chunks;
        this.partitions = partitions;
        this.wakeups = wakeups;
        this.transaction = transaction;
    }

    /** Stores a batch in one transaction. */
    public void store(List<OutputChunk> batch) {
        partitions.makeFor(
                batch.stream().map(chunk -> chunk.run().requestedAt()).toList());
        transaction.executeWithoutResult(status -> {
            chunks.store(batch);
            wakeups.announce(batch.stream()
                    .filter(chunk -> chunk.stream() == OutputChunk.Stream.LOG)
                    .map(chunk -> chunk.run().id())
                    .toList());
        });
    }
}
