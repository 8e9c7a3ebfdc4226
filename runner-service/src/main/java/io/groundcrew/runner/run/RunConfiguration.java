package io.groundcrew.runner.run;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.loop.Loop;
import io.groundcrew.runner.limit.Limits;
import io.groundcrew.runner.plan.Fleet;
import io.groundcrew.runner.plan.RunPlans;
import io.groundcrew.runner.secret.SealedSecrets;
import io.groundcrew.runner.secret.SealedTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the acceptance, dispatch and settling of runs. */
@Configuration(proxyBeanMethods = false)
@Import({RunSessionController.class, RunControlController.class})
public class RunConfiguration {

    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration NOTE_PROGRESS = Duration.ofMinutes(1);

    @Bean(destroyMethod = "close")
    Producer<String, byte[]> runProducer(KafkaConnection kafka) {
        Map<String, Object> settings = KafkaSettings.producer(kafka, "runner-runs", 0);
        // While Kafka is away, whoever asks for a run must not wait for it: what is not sent is sent by the sweep.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000L);
        return new KafkaProducer<>(settings);
    }

    @Bean
    RunPublisher runPublisher(Producer<String, byte[]> runProducer, KeyRing keys) {
        return new RunPublisher(runProducer, keys.signing(SignedRecords.RUNNER));
    }

    @Bean
    AcceptedRuns acceptedRuns(JdbcClient jdbc, JdbcTemplate batches) {
        return new AcceptedRuns(jdbc, batches);
    }

    @Bean
    Confirmations confirmations(AcceptedRuns runs) {
        return new Confirmations(runs);
    }

    @Bean
    Dispatcher dispatcher(
            RunPlans plans,
            AcceptedRuns runs,
            RunPublisher publisher,
            Confirmations confirmations,
            SealedSecrets secrets,
            SealedTokens tokens,
            Clock clock) {
        return new Dispatcher(plans, runs, publisher, confirmations, secrets, tokens, clock);
    }

    @Bean
    RunSessions runSessions(
            JdbcClient jdbc,
            AcceptedRuns runs,
            Dispatcher dispatcher,
            RunPlans plans,
            Limits limits,
            @Qualifier("sweepLoop") ObjectProvider<Loop> sweepLoop,
            Clock clock) {
        return new RunSessions(
                new NewRuns(jdbc),
                runs,
                dispatcher,
                plans,
                limits,
                () -> sweepLoop.getObject().wake(),
                clock);
    }

    @Bean
    ScheduledRuns scheduledRuns(RunSessions sessions) {
        return new ScheduledSessions(sessions);
    }

    @Bean
    Cancellations cancellations(
            JdbcClient jdbc, AcceptedRuns runs, OpenChecks checks, RunPublisher publisher, Clock clock) {
        return new Cancellations(new CancelledRows(jdbc), runs, checks, publisher, clock);
    }

    @Bean
    RunLedger runLedger(
            Dispatcher dispatcher,
            JdbcClient jdbc,
            JdbcTemplate batches,
            RunPublisher publisher,
            Limits limits,
            PlatformTransactionManager transactions,
            @Qualifier("sweepLoop") ObjectProvider<Loop> sweepLoop,
            Clock clock) {
        return new RunLedger(
                new AttemptRows(jdbc, batches),
                dispatcher,
                new Grants(jdbc, publisher, clock),
                limits,
                new TransactionTemplate(transactions),
                () -> sweepLoop.getObject().wake(),
                clock);
    }

    @Bean
    QueueRows queueRows(JdbcClient jdbc) {
        return new QueueRows(jdbc);
    }

    @Bean
    EventProgress eventProgress(JdbcClient jdbc, AcceptedRuns runs, OpenChecks checks, Clock clock) {
        return new EventProgress(jdbc, runs, checks, clock);
    }

    @Bean
    EventFollower eventFollower(
            KafkaConnection kafka, EventProgress progress, List<RunEventListener> listeners, Clock clock) {
        // No group: every runner reads everything, and none commits.
        return new EventFollower(
                () -> new KafkaConsumer<>(
                        KafkaSettings.consumer(kafka, "runner-events", "groundcrew-runner-" + UUID.randomUUID())),
                progress::startOfReading,
                listeners,
                clock);
    }

    @Bean
    Sweep sweep(
            AcceptedRuns runs,
            Dispatcher dispatcher,
            Limits limits,
            Confirmations confirmations,
            JdbcClient jdbc,
            Cancellations cancellations,
            Fleet fleet,
            RunTimeline timeline,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new Sweep(
                runs,
                dispatcher,
                limits,
                new Overlaps(jdbc, cancellations, dispatcher, clock),
                confirmations,
                new CancelledRows(jdbc),
                cancellations,
                fleet,
                timeline,
                new TransactionTemplate(transactions),
                clock);
    }

    @Bean
    Loop sweepLoop(Sweep sweep) {
        return new Loop("sweeping runs", SWEEP, sweep::sweep);
    }

    @Bean
    Loop eventProgressLoop(EventProgress progress, RunTimeline timeline) {
        return new Loop("noting how far events were read", NOTE_PROGRESS, () -> progress.note(timeline.currentAsOf()));
    }
}
