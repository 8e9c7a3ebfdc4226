package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** On a real server, where mariadb-server-core is installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariaTaskTest extends SqlTaskContract {

    private MariaServer server;

    @BeforeAll
    void start(@TempDir Path place) throws Exception {
        assumeTrue(MariaServer.isInstalled(), "mariadbd is not installed");
        server = MariaServer.start(place);
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void clear() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table stock");
        }
    }

    @Override
    Connection connect() throws Exception {
        return server.connect();
    }

    @Override
    SqlTasks tasks(Path directory) throws Exception {
        return new SqlTasks(directory, server.url(), "checker", "hush");
    }

    @Override
    String sleep() {
        return "select sleep(600)";
    }

    @Test
    void case19RefusesATurnToWriting() throws Exception {
        assertThat(tasks.runbook("set transaction read write", "").outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void case20GivesNoFileOfTheWorkersToAServer() throws Exception {
        assertThat(tasks.run(
                                RobotKind.RUNBOOK,
                                "read-write",
                                "\"load data local infile '/etc/passwd' into table stock\"",
                                "",
                                "pear")
                        .outcome())
                .isEqualTo(Outcome.FAILED);
        assertThat(count()).isEqualTo(3);
    }
}
