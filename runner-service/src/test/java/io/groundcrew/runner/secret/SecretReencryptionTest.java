package io.groundcrew.runner.secret;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.embedded.test.TestLog;
import io.groundcrew.runner.RunnerDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class SecretReencryptionTest {

    @TempDir
    private Path directory;

    @RegisterExtension
    final TestLog said = new TestLog(SecretReencryption.class, Level.INFO);

    private final DataSource database = RunnerDatabase.fresh();

    @Test
    void tellsAtOnceThatTheDatabaseCameBackWithoutItsKey() throws IOException {
        SecretParts before = started();
        before.put("demo", "one", "hunter2");
        before.put("demo", "two", "hunter2");
        before.reencryption.run();
        assertThat(said.lines()).isEmpty();
        Files.delete(directory.resolve("runner-credentials.secret"));

        started().reencryption.run();

        assertThat(said.messages())
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .startsWith("2 of 2 secrets cannot be decrypted.")
                .contains(directory.resolve("runner-credentials.secret").toString(), "Restore the file");
    }

    private SecretParts started() {
        KeyRing keys = new KeyRing(new KeyProperties(directory, directory.resolve("public")));
        return new SecretParts(
                JdbcClient.create(database),
                new TransactionTemplate(new JdbcTransactionManager(database)),
                keys,
                Clock.systemUTC());
    }
}
