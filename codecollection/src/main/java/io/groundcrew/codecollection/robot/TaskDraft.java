package io.groundcrew.codecollection.robot;

import io.groundcrew.codecollection.bundle.Access;
import io.groundcrew.codecollection.bundle.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A task while its rows are read. */
final class TaskDraft {

    private static final Set<String> SETTINGS =
            Set.of("documentation", "metadata", "tags", "setup", "teardown", "template", "timeout");

    private final String title;
    private final int line;
    private final Blocks blocks;
    private final Set<String> given = new HashSet<>();
    private String documentation = "";
    private @Nullable List<String> tags;
    private boolean hasBody;
    private boolean returns;

    TaskDraft(String title, int line) {
        this.title = title;
        this.line = line;
        this.blocks = new Blocks("task '" + title + "'");
    }

    String title() {
        return title;
    }

    int line() {
        return line;
    }

    Task task(List<String> allTags) {
        return new Task(title, documentation, allTags, Access.of(allTags), Task.Type.ROBOT, line);
    }

    /** The task's own tags; null when it has no such setting. */
    @Nullable
    List<String> tags() {
        return tags;
    }

    void add(Statement statement, Problems problems) {
        String first = statement.first();
        if (blocks.areClosed() && first.startsWith("[") && first.endsWith("]")) {
            setting(Blanks.strip(first.substring(1, first.length() - 1)).toLowerCase(Locale.ROOT), statement, problems);
            return;
        }
        hasBody = true;
        blocks.row(statement.cells(), problems);
        if (!returns && returns(statement)) {
            returns = true;
            problems.warning(
                    statement.line(),
                    "The task '" + title + "' uses RETURN, which Robot allows in keywords only: it fails where it"
                            + " comes to it. Use IF with ELSE, or move the steps to a keyword.");
        }
    }

    private static boolean returns(Statement statement) {
        boolean inlineIf = statement.first().equals("IF") && statement.cells().size() > 2;
        return statement.first().equals("RETURN")
                || (inlineIf && statement.values().contains("RETURN"));
    }

    void close(Problems problems) {
        blocks.close(problems);
        if (!hasBody) {
            problems.error(line, "The task '" + title + "' is empty. Give it at least one keyword call.");
        }
    }

    private void setting(String name, Statement statement, Problems problems) {
        if (!SETTINGS.contains(name)) {
            problems.error(
                    statement.line(),
                    "The setting '" + statement.first() + "' is not one a task has. Correct or remove it.");
        } else if (!given.add(name)) {
            problems.repeated(statement, "task '" + title + "'");
        } else if (name.equals("documentation")) {
            documentation = statement.joinedRows(1);
        } else if (name.equals("tags")) {
            tags = statement.values();
        }
    }
}
