package io.groundcrew.standalone;

import io.groundcrew.embedded.DatabaseSettings;
import io.groundcrew.embedded.EmbeddedDatabase;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.KafkaSettings;
import io.groundcrew.embedded.ServiceDatabase;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The embedded broker and database of one data directory. */
final class Infrastructure implements AutoCloseable {

    private final EmbeddedKafka kafka;
    private final EmbeddedDatabase database;

    private Infrastructure(EmbeddedKafka kafka, EmbeddedDatabase database) {
        this.kafka = kafka;
        this.database = database;
    }

    /** Starts both at the same time. */
    static Infrastructure start(DataDirectory data) {
        CompletableFuture<EmbeddedDatabase> database = CompletableFuture.supplyAsync(
                () -> EmbeddedDatabase.start(DatabaseSettings.in(data.database())), Thread::startVirtualThread);
        EmbeddedKafka kafka = EmbeddedKafka.start(KafkaSettings.in(data.kafka()));
        return new Infrastructure(kafka, database.join());
    }

    Map<String, String> kafkaProperties() {
        return ServiceProperties.kafka(kafka);
    }

    ServiceDatabase databaseOf(String schema) {
        return database.createSchema(schema);
    }

    @Override
    public void close() {
        kafka.close();
        database.close();
    }
}
