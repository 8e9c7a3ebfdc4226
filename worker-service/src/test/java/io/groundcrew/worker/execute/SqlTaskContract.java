package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQL tasks do on every kind of database. */
abstract class SqlTaskContract {

    private static final String AMOUNT = "    metric: {column: amount}\n";

    @TempDir
    Path directory;

    SqlTasks tasks;

    abstract Connection connect() throws Exception;

    abstract SqlTasks tasks(Path directory) throws Exception;

    /** A statement that takes ten minutes. */
    abstract String sleep();

    @BeforeEach
    void stock() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table stock(fruit varchar(400), amount int)");
            statement.execute("insert into stock values ('pear', 3), ('fig', 0), ('kiwi', 0)");
        }
        tasks = tasks(directory);
    }

    @AfterEach
    void close() {
        tasks.close();
    }

    long count() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from stock")) {
            count.next();
            return count.getLong(1);
        }
    }

    @Test
    void measuresACell() throws Exception {
        TaskResult result = tasks.run(
                RobotKind.SLI, "read-only", "'select amount from stock where fruit = :FRUIT'", AMOUNT, "pear");

        assertThat(result.reason()).isNull();
        assertThat(result.metric()).isEqualTo(3.0);
    }

    @Test
    void case15BindsWhateverAValueHolds() throws Exception {
        for (String value : HostileValues.ALL) {
            TaskResult result = tasks.run(
                    RobotKind.SLI, "read-only", "'select amount from stock where fruit = :FRUIT'", AMOUNT, value);
            assertThat(result.outcome()).as(value).isEqualTo(Outcome.FAILED);
            assertThat(result.reason()).as(value).contains("no row");

            tasks.run(RobotKind.RUNBOOK, "read-write", "\"insert into stock values (:FRUIT, 1)\"", "", value);
            TaskResult again = tasks.run(
                    RobotKind.SLI, "read-only", "'select amount from stock where fruit = :FRUIT'", AMOUNT, value);
            assertThat(again.metric()).as(value).isEqualTo(1.0);
        }
        assertThat(count()).isEqualTo(3 + HostileValues.ALL.size());
    }

    @Test
    void raisesAnIssueForEachRowAndReportsTheRows() throws Exception {
        TaskResult result = tasks.runbook(
                "select fruit from stock where amount = 0 order by fruit",
                "    issue: {severity: 3, title: 'No ${fruit} left'}\n");

        assertThat(result.issues()).extracting(ReportedIssue::title).containsExactly("No fig left", "No kiwi left");
        assertThat(result.passed()).containsExactly("Stock");
        assertThat(new String(result.report(), StandardCharsets.UTF_8)).contains("kiwi");
    }

    @Test
    void case19ReadsNoMoreRowsThanItMay() throws Exception {
        TaskResult result = tasks.runbook(
                "select a.fruit from stock a, stock b, stock c order by 1",
                "    maxRows: 2\n    issue: {title: 'No ${fruit} left'}\n");

        assertThat(result.issues()).hasSize(2);
        assertThat(result.issuesComplete()).isFalse();
        assertThat(new String(result.report(), StandardCharsets.UTF_8)).contains("2 rows, more were left out");
    }

    @Test
    void case19WritesOnlyWhereTheTaskIsReadWrite() throws Exception {
        String statement = "delete from stock where fruit = :FRUIT";

        TaskResult refused = tasks.run(RobotKind.RUNBOOK, "read-only", statement, "", "pear");
        TaskResult table = tasks.runbook("drop table stock", "");
        assertThat(count()).isEqualTo(3);
        TaskResult done = tasks.run(RobotKind.RUNBOOK, "read-write", statement, "", "pear");

        assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(refused.reason()).containsIgnoringCase("read").containsIgnoringCase("only");
        assertThat(table.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(done.reason()).isNull();
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void case19RefusesStackedStatements() throws Exception {
        TaskResult stacked = tasks.runbook("'commit; delete from stock'", "");

        assertThat(stacked.reason()).contains("one statement");
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void endsAStatementAtItsTimeout() throws Exception {
        TaskResult result = tasks.runbook(sleep(), "    timeout: 1s\n");

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void saysWhatTheDatabaseSays() throws Exception {
        TaskResult result = tasks.runbook("select nothing from nowhere", "");

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("nowhere", "Stock").doesNotContain("nothing from");
    }
}
