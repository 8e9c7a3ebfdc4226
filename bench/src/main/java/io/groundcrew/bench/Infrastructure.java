package io.groundcrew.bench;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.embedded.DatabaseSettings;
import io.groundcrew.embedded.EmbeddedDatabase;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.KafkaSettings;
import io.groundcrew.embedded.ServiceDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A broker in this process, a database beside it and the key directories of one installation. */
final class Infrastructure implements AutoCloseable {

    private final Path directory;
    private final EmbeddedKafka kafka;
    private final EmbeddedDatabase database;

    Infrastructure(Path directory) {
        this.directory = directory;
        this.kafka = EmbeddedKafka.start(KafkaSettings.in(directory.resolve("kafka")));
        this.database = EmbeddedDatabase.start(DatabaseSettings.in(directory.resolve("postgres")));
    }

    Path directory() {
        return directory;
    }

    KafkaConnection kafka() {
        Map<String, String> properties = new HashMap<>(kafka.clientProperties());
        properties.remove("bootstrap.servers");
        return new KafkaConnection(kafka.bootstrapServers(), properties);
    }

    ServiceDatabase database(String schema) {
        return database.createSchema(schema);
    }

    KeyRing keys(String service) {
        return new KeyRing(new KeyProperties(privateKeys(service), publicKeys()));
    }

    Path privateKeys(String service) {
        return directory.resolve("keys").resolve(service);
    }

    Path publicKeys() {
        return directory.resolve("keys/public");
    }

    /** Ends both. */
    @Override
    public void close() {
        kafka.close();
        database.close();
    }
}
