package io.groundcrew.worker.execute;

import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs REST tasks that are written as YAML. */
final class RestTasks implements AutoCloseable {

    final ExecutionFixture fixture;

    RestTasks(Path directory, RestProperties properties) throws Exception {
        fixture = new ExecutionFixture(directory, properties);
    }

    RestTasks(Path directory) throws Exception {
        this(directory, new RestProperties(List.of("169.254.169.254"), null));
    }

    /** @param fields further fields of the task, two blanks deep */
    TaskResult sli(String url, String fields, Map<String, String> variables) throws Exception {
        return run(RobotKind.SLI, "sli:\n", url, fields, variables);
    }

    TaskResult sli(String url, String fields) throws Exception {
        return sli(url, fields, Map.of());
    }

    TaskResult runbook(String url, String fields) throws Exception {
        return run(RobotKind.RUNBOOK, "runbook:\n- # one\n", url, fields, Map.of());
    }

    private TaskResult run(RobotKind kind, String start, String url, String fields, Map<String, String> variables)
            throws Exception {
        String bundle = "title: B\nvariables: [{name: VALUE, default: v}]\nsecrets: [{name: API_KEY}]\n" + start
                + "  title: Call\n  type: rest\n  access: read-only\n  timeout: 20s\n  url: '" + url + "'\n" + fields;
        Map<String, String> given = new HashMap<>(variables);
        return fixture.file("codebundle.yaml", bundle)
                .start(kind, "codebundle.yaml", given, Duration.ofSeconds(60))
                .await();
    }

    @Override
    public void close() {
        fixture.close();
    }
}
