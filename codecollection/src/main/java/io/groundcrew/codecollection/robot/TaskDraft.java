package io.groundcrew.codecollection.robot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task while its rows are read. */
final class TaskDraft {

    private static final Set<String> OTHER_SETTINGS = Set.of("setup", "teardown", "template", "timeout");
    private static final Set<String> BLOCKS = Set.of("FOR", "WHILE", "TRY", "GROUP");

    private final String title;
    private final int line;
    private final Deque<Cell> blocks = new ArrayDeque<>();
    private @Nullable String documentation;
    private @Nullable List<String> tags;
    private boolean hasBody;

    TaskDraft(String title, int line) {
        this.title = title;
        this.line = line;
    }

    String title() {
        return title;
    }

    int line() {
        return line;
    }

    String documentation() {
        return documentation == null ? "" : documentation;
    }

    /** The task's own tags; null when it has no such setting. */
    @Nullable
    List<String> tags() {
        return tags;
    }

    void add(Statement statement, List<RobotProblem> problems) {
        String first = statement.first();
        if (first.startsWith("[") && first.endsWith("]")) {
            setting(first.substring(1, first.length() - 1).strip().toLowerCase(Locale.ROOT), statement, problems);
            return;
        }
        hasBody = true;
        if (BLOCKS.contains(first) || (first.equals("IF") && statement.cells().size() == 2)) {
            blocks.push(statement.cells().getFirst());
        } else if (first.equals("END")) {
            if (blocks.isEmpty()) {
                problems.add(new RobotProblem(
                        statement.line(), true, "This END closes nothing in task '" + title + "'. Remove it."));
            } else {
                blocks.pop();
            }
        }
    }

    void close(List<RobotProblem> problems) {
        for (Cell block : blocks) {
            problems.add(new RobotProblem(
                    block.line(),
                    true,
                    "This " + block.value() + " in task '" + title + "' has no END. Add one where the block ends."));
        }
        if (!hasBody) {
            problems.add(new RobotProblem(
                    line, true, "The task '" + title + "' is empty. Give it at least one keyword call."));
        }
    }

    private void setting(String name, Statement statement, List<RobotProblem> problems) {
        switch (name) {
            case "documentation" -> {
                if (documentation == null) {
                    documentation = statement.joinedRows(1);
                }
            }
            case "tags" -> {
                if (tags == null) {
                    tags = statement.values();
                }
            }
            default -> {
                if (!OTHER_SETTINGS.contains(name)) {
                    problems.add(new RobotProblem(
                            statement.line(),
                            true,
                            "The setting '" + statement.first() + "' is not one a task has. Correct or remove it."));
                }
            }
        }
    }
}
