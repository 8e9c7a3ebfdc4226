package io.groundcrew.codecollection.robot;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final int MOST_TASKS = 2_000;

    private final Problems problems = new Problems();
    private final SettingsDraft settings = new SettingsDraft();
    private final List<TaskDraft> tasks = new ArrayList<>();
    private final ImportCalls imports = new ImportCalls(problems);
    /** What this file calls its tasks: tasks or test cases. */
    private @Nullable String calledBefore;

    private @Nullable TaskDraft openTask;
    private @Nullable Blocks openKeyword;

    RobotFile read(byte[] content) {
        try {
            Section section = Section.NONE;
            for (Statement statement : RobotRows.of(decoded(content))) {
                if (statement.first().startsWith("*") && !statement.indented()) {
                    close();
                    section = section(statement);
                    continue;
                }
                switch (section) {
                    case SETTINGS -> settings.add(statement, imports, problems);
                    case TASKS -> task(statement);
                    case KEYWORDS -> keyword(statement);
                    case NONE, OTHER -> {}
                }
            }
            close();
            sayWhichTitlesRepeat();
        } catch (CharacterCodingException e) {
            problems.error(0, "Expected text in UTF-8, and this file is not. Save it as UTF-8 and commit it again.");
        }
        return settings.file(tasks, imports, problems);
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
        String name =
                Blanks.strip(Blanks.single(statement.first().replace('*', ' '))).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "settings", "setting" -> Section.SETTINGS;
            case "tasks", "task" -> tasks("tasks", statement);
            case "test cases", "test case" -> tasks("test cases", statement);
            case "keywords", "keyword" -> Section.KEYWORDS;
            case "variables", "variable", "comments", "comment" -> Section.OTHER;
            default -> {
                problems.error(
                        statement.line(),
                        "The section '" + statement.first()
                                + "' is not one Robot knows. Use Settings, Variables, Tasks, Keywords or Comments.");
                yield Section.OTHER;
            }
        };
    }

    private Section tasks(String called, Statement header) {
        if (!called.equals(calledBefore) && calledBefore != null) {
            problems.error(
                    header.line(),
                    "The file has both tasks and test cases, and Robot reads no such file. Use Tasks for all of them.");
            return Section.OTHER;
        }
        calledBefore = called;
        return Section.TASKS;
    }

    private void task(Statement statement) {
        if (!statement.indented()) {
            close();
            if (tasks.size() == MOST_TASKS) {
                problems.error(
                        statement.line(),
                        "Expected at most " + MOST_TASKS + " tasks, and the file has more. Split it into bundles.");
                return;
            }
            openTask = new TaskDraft(statement.first(), statement.line());
            tasks.add(openTask);
        }
        List<Cell> row = statement.body();
        imports.row(row);
        TaskDraft task = openTask;
        if (task == null) {
            problems.error(statement.line(), "This row belongs to no task. Put a task's title above it.");
        } else if (!row.isEmpty()) {
            task.add(new Statement(row, true), problems);
        }
    }

    private void keyword(Statement statement) {
        if (!statement.indented()) {
            close();
            openKeyword = new Blocks("keyword '" + statement.first() + "'");
        }
        List<Cell> row = statement.body();
        imports.row(row);
        Blocks keyword = openKeyword;
        if (keyword != null && !row.isEmpty()) {
            keyword.row(row, problems);
        }
    }

    private void close() {
        TaskDraft task = openTask;
        openTask = null;
        if (task != null) {
            task.close(problems);
        }
        Blocks keyword = openKeyword;
        openKeyword = null;
        if (keyword != null) {
            keyword.close(problems);
        }
    }

    private void sayWhichTitlesRepeat() {
        Map<String, Integer> lines = new HashMap<>();
        for (TaskDraft task : tasks) {
            Integer before = lines.putIfAbsent(task.title(), task.line());
            if (before != null) {
                problems.warning(
                        task.line(),
                        "The task '" + task.title() + "' has the title of the one in line " + before
                                + ", and a title is how a task is selected. Give each its own.");
            }
        }
    }
}
