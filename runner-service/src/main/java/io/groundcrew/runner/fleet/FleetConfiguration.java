package io.groundcrew.runner.fleet;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.loop.Loop;
import io.groundcrew.runner.collection.CollectionDirectory;
import io.groundcrew.runner.collection.CollectionSecrets;
import io.groundcrew.runner.kafka.StatePublisher;
import io.groundcrew.runner.kafka.TopicSetup;
import io.groundcrew.runner.resource.Resources;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Workers and pools. */
@Configuration(proxyBeanMethods = false)
@Import({WorkersController.class, PoolsController.class})
public class FleetConfiguration {

    @Bean
    WorkerBoard workerBoard(Clock clock) {
        return new WorkerBoard(clock);
    }

    @Bean
    PoolRows poolRows(JdbcClient jdbc) {
        return new PoolRows(jdbc);
    }

    @Bean
    Pools pools(PoolRows rows, WorkerBoard board, CollectionDirectory collections) {
        return new Pools(rows, board, collections);
    }

    @Bean
    PoolAnnouncer poolAnnouncer(
            PoolRows rows,
            Pools pools,
            WorkerBoard board,
            CollectionDirectory collections,
            CollectionSecrets secrets,
            Resources resources,
            KeyRing keys,
            TopicSetup topics,
            StatePublisher publisher) {
        return new PoolAnnouncer(rows, pools, board, collections, secrets, resources, keys, topics, publisher);
    }

    @Bean
    Loop poolLoop(PoolAnnouncer announcer) {
        return new Loop("announcing pools", Duration.ofSeconds(1), announcer::announce);
    }

    @Bean
    Loop readinessLoop(Pools pools) {
        return new Loop("noting ready pools", Duration.ofSeconds(1), pools::refresh);
    }

    @Bean
    BeatListener beatListener(
            KafkaConnection kafka, TopicSetup topics, WorkerBoard board, Loop readinessLoop, Clock clock) {
        // No group: every runner reads everything, and none commits.
        return new BeatListener(
                () -> new KafkaConsumer<>(
                        KafkaSettings.consumer(kafka, "runner-beats", "groundcrew-runner-" + UUID.randomUUID())),
                topics,
                board,
                readinessLoop::wake,
                clock);
    }

    @Bean
    WaitTimes waitTimes(Clock clock) {
        return new WaitTimes(clock);
    }

    @Bean(destroyMethod = "close")
    QueueLags queueLags(KafkaConnection kafka) {
        return new QueueLags(kafka);
    }

    @Bean
    Loop beatLoop(BeatListener listener) {
        return new Loop("listening to workers", Duration.ZERO, listener::listen);
    }
}
