package io.groundcrew.insight.ingest;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.kafka.Pace;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.insight.output.OutputStore;
import io.groundcrew.insight.resource.ResourceStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The readers of the topics. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngestProperties.class)
public class IngestConfiguration {

    private static final String GROUP = "groundcrew-insight-";
    /** A transaction of events costs many statements, however few they are, and nobody waits for the second of two runs. */
    private static final Pace EVENTS = new Pace(Duration.ofMillis(80), Duration.ofMillis(200));
    /** Somebody may be watching. */
    private static final Pace OTHERS = Pace.of(Duration.ofMillis(40));

    private final KafkaConnection kafka;
    private final IngestProperties properties;
    private final MeterRegistry meters;

    IngestConfiguration(KafkaConnection kafka, IngestProperties properties, MeterRegistry meters) {
        this.kafka = kafka;
        this.properties = properties;
        this.meters = meters;
    }

    @Bean(destroyMethod = "close")
    KafkaProducer<String, byte[]> rejectedProducer() {
        return new KafkaProducer<>(KafkaSettings.producer(kafka, "insight-rejected", 0));
    }

    @Bean
    RejectedRecords rejectedRecords(KafkaProducer<String, byte[]> rejectedProducer) {
        return new RejectedRecords(rejectedProducer);
    }

    @Bean
    Readers eventReaders(EventStore store, RejectedRecords rejected) {
        return readers(
                Topics.EVENTS,
                "events",
                EVENTS,
                properties.eventReaders(),
                rejected,
                records -> store.store(
                        records.stream().map(record -> record.partition()).toList(),
                        records.stream()
                                .map(record -> Messages.read(record, RunEvent.class))
                                .peek(event -> Messages.check(event.run()))
                                .toList()));
    }

    @Bean
    Readers outputReaders(OutputStore store, RejectedRecords rejected) {
        return readers(
                Topics.OUTPUT,
                "output",
                OTHERS,
                properties.outputReaders(),
                rejected,
                records -> store.store(records.stream()
                        .map(record -> Messages.read(record, OutputChunk.class))
                        .peek(chunk -> Messages.check(chunk.run()))
                        .toList()));
    }

    @Bean
    Readers resourceReaders(ResourceStore store, RejectedRecords rejected) {
        return readers(
                Topics.RESOURCES,
                "resources",
                OTHERS,
                1,
                rejected,
                records -> store.store(records.stream()
                        .map(Messages::slxChange)
                        .filter(Objects::nonNull)
                        .toList()));
    }

    private Readers readers(
            String topic, String name, Pace pace, int count, RejectedRecords rejected, BatchStore store) {
        return new Readers(Stream.iterate(0, i -> i < count, i -> i + 1)
                .map(i -> new TopicReader(
                        topic, pace, () -> consumer(name), store, rejected, new IngestMetrics(meters, topic, i)))
                .toList());
    }

    private KafkaConsumer<String, byte[]> consumer(String name) {
        Map<String, Object> settings = KafkaSettings.consumer(kafka, "insight-" + name, GROUP + name);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.batch());
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, KafkaSettings.MAX_RECORD_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024 * 1024);
        // The runner makes the topics; a reader that came first must find them soon, and not make them itself.
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
        return new KafkaConsumer<>(settings);
    }
}
