package io.groundcrew.insight.ingest;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Stores records of one topic. */
interface BatchStore {

    /** Stores all of these records, or none and throws. Storing one again changes nothing. */
    void store(List<ConsumerRecord<String, byte[]>> records);
}
