package io.groundcrew.codecollection.robot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of a suite while their rows are read. */
final class SettingsDraft {

    private static final Set<String> REPEATABLE = Set.of("metadata", "library", "resource", "variables");
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "force tags", "test tags",
            "task tags", "test tags",
            "task setup", "test setup",
            "task teardown", "test teardown",
            "task template", "test template",
            "task timeout", "test timeout");

    private final Map<String, String> metadataNames = new HashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, List<String>> metadataCells = new LinkedHashMap<>();
    private final List<String> libraries = new ArrayList<>();
    private final Set<String> given = new HashSet<>();
    private String documentation = "";
    private String setup = "";
    private List<String> testTags = List.of();
    private List<String> defaultTags = List.of();

    void add(Statement statement, ImportCalls imports, Problems problems) {
        if (statement.indented()) {
            problems.error(
                    statement.line(),
                    "The setting '" + statement.first()
                            + "' is indented, and Robot passes it over. Begin the row with it.");
            return;
        }
        String written = Blanks.single(statement.first()).toLowerCase(Locale.ROOT);
        String name = OTHER_NAMES.getOrDefault(written, written);
        if (!REPEATABLE.contains(name) && !given.add(name)) {
            problems.repeated(statement, "suite");
            return;
        }
        @Nullable
        String value = statement.values().isEmpty() ? null : statement.values().getFirst();
        switch (name) {
            case "documentation" -> documentation = statement.joinedRows(1);
            case "metadata" -> {
                if (value != null) {
                    String key = metadataNames.computeIfAbsent(RobotTags.normalized(value), _ -> value);
                    metadata.put(key, statement.joinedRows(2));
                    metadataCells.put(
                            key,
                            statement.values().subList(1, statement.values().size()));
                }
            }
            case "library" -> {
                if (value != null) {
                    libraries.add(value);
                }
            }
            case "suite setup" -> {
                setup = value == null ? "" : value;
                imports.call(statement.arguments());
            }
            case "suite teardown", "test setup", "test teardown" -> imports.call(statement.arguments());
            case "test tags" -> testTags = statement.values();
            case "default tags" -> defaultTags = statement.values();
            case "name", "test template", "test timeout", "keyword tags", "resource", "variables" -> {}
            default ->
                problems.error(
                        statement.line(),
                        "The setting '" + statement.first() + "' is not one Robot knows. Correct or remove it.");
        }
    }

    /**
     * Every tag of a task.
     *
     * @param own those the task itself names; null when it has no such setting
     */
    private List<String> tagsWith(@Nullable List<String> own) {
        return RobotTags.combined(testTags, own == null ? defaultTags : own);
    }

    RobotFile file(List<TaskDraft> tasks, ImportCalls imports, Problems problems) {
        return new RobotFile(
                documentation,
                metadata,
                metadataCells,
                setup,
                RobotTags.of(testTags),
                tasks.stream().map(task -> task.task(tagsWith(task.tags()))).toList(),
                imports.parameters(),
                libraries,
                problems.list());
    }
}
