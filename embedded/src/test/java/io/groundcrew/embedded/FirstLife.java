package io.groundcrew.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that starts both, writes to both, says so, and waits to be killed. */
final class FirstLife {

    private FirstLife() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        var database = EmbeddedDatabase.start(DatabaseSettings.in(directory.resolve("postgres")));
        EmbeddedDatabaseTest.execute(database.createSchema("insight"), "CREATE TABLE notes AS SELECT 'kept' AS text");
        var kafka = EmbeddedKafka.start(KafkaSettings.in(directory.resolve("kafka")));
        EmbeddedKafkaTest.createTopic(kafka.clientProperties(), "letters");
        EmbeddedKafkaTest.send(kafka.clientProperties(), "letters", "kept");
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
