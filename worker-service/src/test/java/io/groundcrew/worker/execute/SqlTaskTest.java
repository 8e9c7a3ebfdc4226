package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

class SqlTaskTest extends SqlTaskContract {

    private final ServiceDatabase database = TestDatabase.fresh("sqltask");

    @Override
    Connection connect() throws Exception {
        return database.connect();
    }

    @Override
    SqlTasks tasks(Path directory) throws Exception {
        return new SqlTasks(directory, database.url(), database.user(), database.password());
    }

    @Override
    String sleep() {
        return "select pg_sleep(600)";
    }

    @Test
    void case19RefusesATurnToWriting() throws Exception {
        assertThat(tasks.runbook("select set_config('transaction_read_only', 'off', true)", "")
                        .outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void case19RefusesACellThatWouldFillTheMemory() throws Exception {
        assertThat(tasks.runbook("select repeat('x', 200000000)", "").outcome()).isEqualTo(Outcome.FAILED);
    }
}
