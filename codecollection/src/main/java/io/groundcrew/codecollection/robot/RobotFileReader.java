package io.groundcrew.codecollection.robot;

import io.groundcrew.codecollection.bundle.Access;
import io.groundcrew.codecollection.bundle.Task;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Walks through the statements of one file, section by section. */
final class RobotFileReader {

    private enum Section {
        NONE,
        SETTINGS,
        TASKS,
        KEYWORDS,
        OTHER
    }

    private static final Set<String> ONE_VALUE_SETTINGS = Set.of(
            "name",
            "suite setup",
            "suite teardown",
            "test setup",
            "test teardown",
            "test template",
            "test timeout",
            "task setup",
            "task teardown",
            "task template",
            "task timeout",
            "keyword tags",
            "resource",
            "variables");

    private final List<RobotProblem> problems = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, List<String>> metadataCells = new LinkedHashMap<>();
    private final List<String> libraries = new ArrayList<>();
    private final List<TaskDraft> drafts = new ArrayList<>();
    private final ImportCalls imports = new ImportCalls();
    private @Nullable String documentation;
    private @Nullable List<String> testTags;
    private @Nullable List<String> defaultTags;
    private @Nullable TaskDraft open;

    RobotFile read(byte[] content) {
        String text;
        try {
            text = decoded(content);
        } catch (CharacterCodingException e) {
            problems.add(new RobotProblem(
                    0, true, "Expected text in UTF-8, and this file is not. Save it as UTF-8 and commit it again."));
            return file(List.of());
        }
        Section section = Section.NONE;
        for (Statement statement : RobotRows.of(text)) {
            if (statement.first().startsWith("*") && !statement.indented()) {
                closeTask();
                section = section(statement);
                continue;
            }
            switch (section) {
                case SETTINGS -> setting(statement);
                case TASKS -> task(statement);
                case KEYWORDS -> keyword(statement);
                case NONE, OTHER -> {}
            }
        }
        closeTask();
        return file(tasks());
    }

    private RobotFile file(List<Task> tasks) {
        return new RobotFile(
                documentation == null ? "" : documentation,
                metadata,
                metadataCells,
                RobotTags.of(testTags == null ? List.of() : testTags),
                tasks,
                imports.parameters(),
                libraries,
                problems);
    }

    private static String decoded(byte[] content) throws CharacterCodingException {
        int start = content.length >= 3
                        && content[0] == (byte) 0xEF
                        && content[1] == (byte) 0xBB
                        && content[2] == (byte) 0xBF
                ? 3
                : 0;
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content, start, content.length - start))
                .toString();
    }

    private Section section(Statement statement) {
        String name = spaced(statement.first().replace('*', ' ').strip()).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "settings", "setting" -> Section.SETTINGS;
            case "tasks", "task", "test cases", "test case" -> Section.TASKS;
            case "keywords", "keyword" -> Section.KEYWORDS;
            case "variables", "variable", "comments", "comment" -> Section.OTHER;
            default -> {
                problems.add(new RobotProblem(
                        statement.line(),
                        true,
                        "The section '" + statement.first()
                                + "' is not one Robot knows. Use Settings, Variables, Tasks, Keywords or Comments."));
                yield Section.OTHER;
            }
        };
    }

    private void setting(Statement statement) {
        String name = spaced(statement.first()).toLowerCase(Locale.ROOT);
        switch (name) {
            case "documentation" -> {
                if (documentation == null) {
                    documentation = statement.joinedRows(1);
                }
            }
            case "metadata" -> {
                List<String> cells = statement.values();
                if (!cells.isEmpty()) {
                    metadata.put(cells.getFirst(), statement.joinedRows(2));
                    metadataCells.put(cells.getFirst(), cells.subList(1, cells.size()));
                }
            }
            case "library" -> {
                if (!statement.values().isEmpty()) {
                    libraries.add(statement.values().getFirst());
                }
            }
            case "force tags", "test tags", "task tags" -> {
                if (testTags == null) {
                    testTags = statement.values();
                }
            }
            case "default tags" -> {
                if (defaultTags == null) {
                    defaultTags = statement.values();
                }
            }
            default -> {
                if (!ONE_VALUE_SETTINGS.contains(name)) {
                    problems.add(new RobotProblem(
                            statement.line(),
                            true,
                            "The setting '" + statement.first() + "' is not one Robot knows. Correct or remove it."));
                }
            }
        }
    }

    private void task(Statement statement) {
        if (statement.indented()) {
            TaskDraft draft = open;
            if (draft == null) {
                problems.add(new RobotProblem(
                        statement.line(), true, "This row belongs to no task. Put a task's title above it."));
                return;
            }
            body(draft, statement.cells());
            return;
        }
        closeTask();
        TaskDraft draft = new TaskDraft(statement.first(), statement.line());
        open = draft;
        drafts.add(draft);
        if (statement.cells().size() > 1) {
            body(draft, statement.arguments());
        }
    }

    private void body(TaskDraft draft, List<Cell> cells) {
        imports.look(cells);
        draft.add(new Statement(cells, true), problems);
    }

    private void keyword(Statement statement) {
        imports.look(statement.indented() ? statement.cells() : statement.arguments());
    }

    private void closeTask() {
        TaskDraft draft = open;
        open = null;
        if (draft != null) {
            draft.close(problems);
        }
    }

    private List<Task> tasks() {
        List<String> suite = testTags == null ? List.of() : testTags;
        List<String> fallback = defaultTags == null ? List.of() : defaultTags;
        List<Task> tasks = new ArrayList<>();
        for (TaskDraft draft : drafts) {
            List<String> own = draft.tags();
            List<String> tags = RobotTags.combined(suite, own == null ? fallback : own);
            tasks.add(new Task(
                    draft.title(), draft.documentation(), tags, Access.of(tags), Task.Type.ROBOT, draft.line()));
        }
        return tasks;
    }

    private static String spaced(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
