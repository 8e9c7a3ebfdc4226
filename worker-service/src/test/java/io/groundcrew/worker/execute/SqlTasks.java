package io.groundcrew.worker.execute;

import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Runs statements as SQL tasks on one database. */
final class SqlTasks implements AutoCloseable {

    private final ExecutionFixture fixture;
    private final String url;
    private final String user;

    SqlTasks(Path directory, String url, String user, String password) throws Exception {
        this.fixture = new ExecutionFixture(directory);
        this.url = url;
        this.user = user;
        fixture.secrets.put("DB_PASSWORD", password);
    }

    TaskResult run(RobotKind kind, String access, String statement, String more, String fruit) throws Exception {
        String entry = kind == RobotKind.SLI ? "sli:\n    title: Stock\n" : "runbook:\n  - title: Stock\n";
        fixture.file(
                "codebundle.yaml",
                "title: B\nvariables: [{name: FRUIT, default: pear}]\nsecrets: [{name: DB_PASSWORD}]\n" + entry
                        + "    type: sql\n    access: " + access + "\n    connection:\n      url: '" + url
                        + "'\n      user: " + user + "\n      password: DB_PASSWORD\n    statement: "
                        + statement + "\n" + more);
        return fixture.start(kind, "codebundle.yaml", Map.of("FRUIT", fruit), Duration.ofSeconds(60))
                .await();
    }

    TaskResult runbook(String statement, String more) throws Exception {
        return run(RobotKind.RUNBOOK, "read-only", statement, more, "pear");
    }

    @Override
    public void close() {
        fixture.close();
    }
}
