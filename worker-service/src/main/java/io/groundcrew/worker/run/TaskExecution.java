package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.pool.PreparedTree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What one attempt executes.
 *
 * @param tree the collection's files and Python environment; kept until the task is gone
 * @param path the file that is run, below the tree's root
 * @param taskTitles unresolved titles of the selected tasks; empty selects all
 * @param variables what the bundle imports as user variables
 * @param secrets values of its secrets by variable name
 * @param environment the {@code RW_…} variables
 * @param identityFiles contents of files of the worker's own identity at a cloud, by the variable that says where the file is;
 *     empty unless the run's document asks for it
 * @param timeout how long it may run before its process tree is killed
 */
public record TaskExecution(
        UUID run,
        int attempt,
        RobotKind kind,
        PreparedTree tree,
        String path,
        List<String> taskTitles,
        Map<String, String> variables,
        Map<String, String> secrets,
        Map<String, String> environment,
        Map<String, String> identityFiles,
        Access access,
        Duration timeout) {

    public TaskExecution {
        taskTitles = List.copyOf(taskTitles);
        variables = Map.copyOf(variables);
        secrets = Map.copyOf(secrets);
        environment = Map.copyOf(environment);
        identityFiles = Map.copyOf(identityFiles);
    }

    /** The same with other variables. */
    public TaskExecution withVariables(Map<String, String> others) {
        return new TaskExecution(
                run,
                attempt,
                kind,
                tree,
                path,
                taskTitles,
                others,
                secrets,
                environment,
                identityFiles,
                access,
                timeout);
    }

    /** Without variables and secrets, which no log may show. */
    @Override
    public String toString() {
        return "TaskExecution[" + run + " attempt " + attempt + ", " + path + "]";
    }
}
