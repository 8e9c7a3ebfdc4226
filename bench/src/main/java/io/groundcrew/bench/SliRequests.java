package io.groundcrew.bench;

import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Puts requests for SLIs into a standalone's queue, signed with its runner's key, as the runner does for checks that are due:
 * the API knows none on demand.
 */
final class SliRequests implements AutoCloseable {

    private static final String LOCATION = "local";
    private static final Duration TIME = Duration.ofMinutes(10);

    private final Producer<String, byte[]> producer;
    private final SigningKey runner;
    private final BundleRef code;
    private final Map<String, String> variables;
    private final Lane lane;

    /** @param data the standalone's data directory */
    SliRequests(Path data, BundleRef code, Map<String, String> variables, Lane lane) throws IOException {
        this.producer = new KafkaProducer<>(KafkaSettings.producer(BrokerLogin.of(data), "groundcrew-bench", 5));
        this.runner = new KeyRing(new KeyProperties(data.resolve("keys/runner"), data.resolve("keys/public")))
                .signing(SignedRecords.RUNNER);
        this.code = code;
        this.variables = variables;
        this.lane = lane;
    }

    /** Asks for one run of the SLI on an SLX. */
    void ask(String slx) {
        Instant now = Clock.systemUTC().instant();
        RunRef run = new RunRef(RunIds.next(Clock.systemUTC()), new SlxRef("default", slx), RobotKind.SLI, now, null);
        TaskRequest request = new TaskRequest(
                run,
                1,
                LOCATION,
                BenchCollection.NAME,
                lane,
                code,
                List.of(),
                variables,
                List.of(),
                Map.of(),
                Access.READ_ONLY,
                true,
                now.plus(TIME),
                TIME,
                60,
                null,
                null,
                null);
        String topic = Topics.requests(LOCATION, BenchCollection.NAME, lane);
        producer.send(SignedRecords.sign(runner, topic, run.id().toString(), Wire.write(request)));
    }

    @Override
    public void close() {
        producer.close();
    }
}
