package io.groundcrew.codecollection.nativebundle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code codebundle.yaml} says. It has an SLI, a runbook, or both.
 *
 * @param title for a person
 * @param description of what it does; empty when there is none
 * @param author null when none is given
 * @param platforms it supports
 * @param variables it takes; a task sees each as an environment variable and as {@code ${NAME}} in its fields
 * @param secrets it takes
 * @param sli the task that yields the metric; null when there is none
 * @param runbook the diagnostic and remediation tasks
 */
public record NativeBundle(
        String title,
        String description,
        @Nullable String author,
        List<String> platforms,
        List<NativeVariable> variables,
        List<NativeSecret> secrets,
        @Nullable NativeTask sli,
        List<NativeTask> runbook) {

    /** The only file name a native bundle has. */
    public static final String FILE_NAME = "codebundle.yaml";

    public NativeBundle {
        platforms = List.copyOf(platforms);
        variables = List.copyOf(variables);
        secrets = List.copyOf(secrets);
        runbook = List.copyOf(runbook);
        if (sli == null && runbook.isEmpty()) {
            throw new IllegalArgumentException("A native bundle needs an sli, a runbook, or both");
        }
    }
}
