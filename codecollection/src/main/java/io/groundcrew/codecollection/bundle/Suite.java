package io.groundcrew.codecollection.bundle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one SLI or runbook consists of: a {@code .robot} file, or one side of a native bundle.
 *
 * @param kind SLI or runbook; OTHER for files that are neither
 * @param path what a resource document names as {@code pathToRobot}
 * @param documentation of the suite; empty when there is none
 * @param metadata as written, by its name
 * @param setup keyword that runs before the tasks; empty when there is none
 * @param tags every task has (Force Tags or Test Tags)
 * @param tasks in file order
 * @param parameters variables, secrets and services, in file order, each name once
 * @param libraries imported, in file order; empty for native bundles
 */
public record Suite(
        Kind kind,
        String path,
        String documentation,
        Map<String, String> metadata,
        String setup,
        List<String> tags,
        List<Task> tasks,
        List<Parameter> parameters,
        List<String> libraries) {

    /** What a suite is for. */
    public enum Kind {
        SLI,
        RUNBOOK,
        OTHER
    }

    public Suite {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tags = List.copyOf(tags);
        tasks = List.copyOf(tasks);
        parameters = List.copyOf(parameters);
        libraries = List.copyOf(libraries);
    }
}
