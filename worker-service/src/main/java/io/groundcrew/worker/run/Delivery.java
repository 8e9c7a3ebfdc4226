package io.groundcrew.worker.run;

/**
 * A record as Kafka handed it out.
 *
 * @param count how often it was handed out, from 1 up, as far as Kafka knows: after a restart of the broker it may begin anew
 * @param awaited whether its slot has nothing else to do until it has answered for it
 */
public record Delivery(String topic, int partition, long offset, int count, boolean awaited) {

    /** Whether both are deliveries of one record, and not of two with the same content. */
    public boolean isOfSameRecord(Delivery other) {
        return topic.equals(other.topic) && partition == other.partition && offset == other.offset;
    }
}
