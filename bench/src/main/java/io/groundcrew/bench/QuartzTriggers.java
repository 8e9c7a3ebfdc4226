package io.groundcrew.bench;

import io.groundcrew.bench.NominalFires.Account;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.embedded.ServiceDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Runs {@link QuartzBaseline} in a process of its own and reads what it appended. */
final class QuartzTriggers {

    private static final TopicPartition PARTITION = new TopicPartition(QuartzBaseline.TOPIC, 0);
    private static final Duration POLL = Duration.ofMillis(200);

    private QuartzTriggers() {}

    /** @param cores processor seconds a second */
    record Measured(Account fires, double cores) {}

    static Measured measure(
            Infrastructure infrastructure, int triggers, int intervalSeconds, Duration warmUp, Duration measured)
            throws IOException, InterruptedException, ExecutionException {
        createTopic(infrastructure);
        Process process = start(infrastructure, triggers, intervalSeconds);
        Instant from;
        double used;
        try (BufferedReader said = process.inputReader()) {
            if (said.lines().noneMatch(QuartzBaseline.READY::equals)) {
                throw new IllegalStateException("Quartz did not start; its messages are above.");
            }
            Thread.sleep(warmUp);
            from = Instant.ofEpochSecond(Clock.systemUTC().instant().getEpochSecond() + 1);
            double before = ProcessorTime.ofTree(process.toHandle());
            Thread.sleep(Duration.between(Clock.systemUTC().instant(), from.plus(measured)));
            used = ProcessorTime.ofTree(process.toHandle()) - before;
        } finally {
            process.destroyForcibly().onExit().join();
        }
        NominalFires fires = new NominalFires(
                intervalSeconds,
                IntStream.range(0, triggers)
                        .boxed()
                        .collect(Collectors.toMap(String::valueOf, number -> Instant.ofEpochSecond(number))));
        read(infrastructure, fires);
        return new Measured(fires.account(from, from.plus(measured)), used / measured.toMillis());
    }

    private static Process start(Infrastructure infrastructure, int triggers, int intervalSeconds) throws IOException {
        ServiceDatabase database = infrastructure.database("quartz");
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        QuartzBaseline.class.getName(),
                        String.valueOf(triggers),
                        String.valueOf(intervalSeconds))
                .directory(Path.of("").toAbsolutePath().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(QuartzBaseline.environment(
                        infrastructure.kafka(), database.url(), database.user(), database.password()));
        return builder.start();
    }

    private static void createTopic(Infrastructure infrastructure) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(KafkaSettings.common(infrastructure.kafka(), "bench"))) {
            NewTopic topic = new NewTopic(QuartzBaseline.TOPIC, 1, (short) 1)
                    .configs(Map.of("message.timestamp.type", "LogAppendTime"));
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static void read(Infrastructure infrastructure, NominalFires fires) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(KafkaSettings.consumer(infrastructure.kafka(), "bench", "bench"))) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end =
                    consumer.endOffsets(List.of(PARTITION)).values().iterator().next();
            while (consumer.position(PARTITION) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    Instant nominal = Instant.parse(new String(record.value(), StandardCharsets.UTF_8));
                    SlxRef slx = new SlxRef("default", record.key());
                    RunRef run = new RunRef(RunIds.next(Clock.systemUTC()), slx, RobotKind.SLI, nominal, null);
                    fires.requested(run, Instant.ofEpochMilli(record.timestamp()));
                }
            }
        }
    }
}
