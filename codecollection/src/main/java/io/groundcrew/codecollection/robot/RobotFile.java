package io.groundcrew.codecollection.robot;

import io.groundcrew.codecollection.bundle.Parameter;
import io.groundcrew.codecollection.bundle.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@code .robot} file says, unresolved.
 *
 * @param documentation of the suite; empty when there is none
 * @param metadata values by name, cells joined by a blank
 * @param metadataCells the same with each cell apart
 * @param setup keyword that runs before the tasks; empty when there is none
 * @param tags given to every task
 * @param tasks in file order
 * @param parameters asked for by keyword calls anywhere in the file, each name once
 * @param libraries imported
 * @param problems found on the way
 */
public record RobotFile(
        String documentation,
        Map<String, String> metadata,
        Map<String, List<String>> metadataCells,
        String setup,
        List<String> tags,
        List<Task> tasks,
        List<Parameter> parameters,
        List<String> libraries,
        List<RobotProblem> problems) {

    public RobotFile {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        metadataCells = Collections.unmodifiableMap(new LinkedHashMap<>(metadataCells));
        tags = List.copyOf(tags);
        tasks = List.copyOf(tasks);
        parameters = List.copyOf(parameters);
        libraries = List.copyOf(libraries);
        problems = List.copyOf(problems);
    }

    /** Reads a file. Never throws for anything in it: what cannot be read is a problem, the rest is kept. */
    public static RobotFile read(byte[] content) {
        return new RobotFileReader().read(content);
    }
}
