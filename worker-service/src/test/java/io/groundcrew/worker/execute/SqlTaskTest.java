package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.worker.run.TaskResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlTaskTest {

    @TempDir
    Path directory;

    private ExecutionFixture fixture;
    private ServiceDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        fixture = new ExecutionFixture(directory);
        database = TestDatabase.fresh("sqltask");
        fixture.secrets.put("DB_PASSWORD", database.password());
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("create table stock(fruit text, amount int)");
            statement.execute("insert into stock values ('pear', 3), ('fig', 0), ('kiwi', 0)");
        }
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private TaskResult run(RobotKind kind, String access, String statement, String more, String fruit)
            throws Exception {
        String entry = kind == RobotKind.SLI ? "sli:\n    title: Stock\n" : "runbook:\n  - title: Stock\n";
        fixture.file(
                "codebundle.yaml",
                "title: B\nvariables: [{name: FRUIT, default: pear}]\nsecrets: [{name: DB_PASSWORD}]\n" + entry
                        + "    type: sql\n    access: " + access + "\n    connection:\n      url: '" + database.url()
                        + "'\n      user: " + database.user() + "\n      passwordSecret: DB_PASSWORD\n    statement: "
                        + statement + "\n" + more);
        return fixture.start(kind, "codebundle.yaml", Map.of("FRUIT", fruit), Duration.ofSeconds(60))
                .await();
    }

    @Test
    void measuresACellAndBindsParameters() throws Exception {
        String statement = "select amount from stock where fruit = :FRUIT";

        TaskResult known = run(RobotKind.SLI, "read-only", statement, "    metric: {column: amount}\n", "pear");
        TaskResult injected =
                run(RobotKind.SLI, "read-only", statement, "    metric: {column: amount}\n", "x' or '1'='1");

        assertThat(known.reason()).isNull();
        assertThat(known.metric()).isEqualTo(3.0);
        assertThat(injected.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(injected.reason()).contains("no row");
    }

    @Test
    void raisesAnIssueForEachRowAndReportsTheRows() throws Exception {
        TaskResult result = run(
                RobotKind.RUNBOOK,
                "read-only",
                "select fruit from stock where amount = 0 order by fruit",
                "    issue: {severity: 3, title: 'No ${fruit} left'}\n",
                "pear");

        assertThat(result.issues()).extracting(ReportedIssue::title).containsExactly("No fig left", "No kiwi left");
        assertThat(result.passed()).containsExactly("Stock");
        assertThat(new String(result.report(), StandardCharsets.UTF_8)).contains("kiwi");
    }

    @Test
    void writesOnlyWhereTheTaskIsReadWrite() throws Exception {
        String statement = "delete from stock where fruit = :FRUIT";

        TaskResult refused = run(RobotKind.RUNBOOK, "read-only", statement, "", "pear");
        TaskResult done = run(RobotKind.RUNBOOK, "read-write", statement, "", "pear");

        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(refused.reason()).contains("read-only");
        assertThat(done.reason()).isNull();
        try (var connection = database.connect();
                var count = connection.createStatement().executeQuery("select count(*) from stock")) {
            count.next();
            assertThat(count.getInt(1)).isEqualTo(2);
        }
    }

    @Test
    void endsAStatementAtItsTimeout() throws Exception {
        TaskResult result = run(RobotKind.RUNBOOK, "read-only", "select pg_sleep(600)", "    timeout: 1s\n", "pear");

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
    }
}
