package io.groundcrew.worker.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldRequestTest {

    @Test
    void letsWhatAPersonWaitsForComeFirst() {
        assertThat(inTurn(held(Lane.SCHEDULED, 1, 1), held(Lane.INTERACTIVE, 2, 1), held(Lane.SCHEDULED, 3, 1)))
                .containsExactly(2L, 1L, 3L);
    }

    @Test
    void letsWhatWasHandedOutMostOftenComeFirstOfAll() {
        assertThat(inTurn(held(Lane.INTERACTIVE, 1, 1), held(Lane.SCHEDULED, 2, 2), held(Lane.INTERACTIVE, 3, 2)))
                .containsExactly(3L, 2L, 1L);
    }

    private static List<Long> inTurn(HeldRequest... requests) {
        return Stream.of(requests)
                .sorted(HeldRequest.TURNS)
                .map(HeldRequest::offset)
                .toList();
    }

    private static HeldRequest held(Lane lane, long offset, int deliveries) {
        ConsumerRecord<String, byte @Nullable []> record = new ConsumerRecord<>(
                Topics.requests("local", "checks", lane),
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                "run",
                new byte[0],
                new RecordHeaders(),
                Optional.empty(),
                Optional.of((short) deliveries));
        return new HeldRequest(record, Duration.ofSeconds(30), System.nanoTime(), new BatchSignals());
    }
}
