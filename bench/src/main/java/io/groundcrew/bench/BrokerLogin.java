package io.groundcrew.bench;

import io.groundcrew.chassis.kafka.KafkaConnection;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** How to reach the embedded broker of an installation. */
public final class BrokerLogin {

    private BrokerLogin() {}

    /**
     * Reads it from a data directory.
     *
     * @throws IOException when no broker was started there
     */
    public static KafkaConnection of(Path data) throws IOException {
        Properties facts = new Properties();
        try (Reader reader = Files.newBufferedReader(data.resolve("kafka/instance.properties"))) {
            facts.load(reader);
        }
        String login = "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"groundcrew\" password=\"" + facts.getProperty("password") + "\";";
        return new KafkaConnection(
                "127.0.0.1:" + facts.getProperty("port"),
                Map.of(
                        "security.protocol", "SASL_PLAINTEXT",
                        "sasl.mechanism", "PLAIN",
                        "sasl.jaas.config", login));
    }
}
