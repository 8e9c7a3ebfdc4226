package io.groundcrew.runner.plan;

import io.groundcrew.codecollection.bundle.Suite;
import io.groundcrew.codecollection.bundle.Task;
import io.groundcrew.runner.resource.TaskTitles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of a suite a run selects.
 *
 * @param tasks in the suite's order for all, else in the order asked for
 * @param refusal why the selection cannot be, null when it can
 */
record SelectedTasks(List<Task> tasks, @Nullable String refusal) {

    private static final int TITLES_SHOWN = 20;

    /**
     * @param titles unresolved titles; empty for all. A resolved title is understood where it means one task.
     */
    static SelectedTasks of(Suite suite, List<String> titles, Map<String, String> values) {
        if (titles.isEmpty()) {
            return new SelectedTasks(suite.tasks(), null);
        }
        List<Task> selected = new ArrayList<>();
        for (String title : titles) {
            List<Task> meant = suite.tasks().stream()
                    .filter(task -> task.title().equals(title))
                    .toList();
            if (meant.isEmpty()) {
                meant = suite.tasks().stream()
                        .filter(task -> TaskTitles.resolve(task.title(), values).equals(title))
                        .toList();
            }
            if (meant.size() != 1) {
                return new SelectedTasks(List.of(), unknown(suite, title));
            }
            selected.add(meant.getFirst());
        }
        return new SelectedTasks(selected, null);
    }

    private static String unknown(Suite suite, String title) {
        String known = suite.tasks().stream()
                .limit(TITLES_SHOWN)
                .map(task -> "\"" + task.title() + "\"")
                .collect(Collectors.joining(", "));
        return suite.path() + " has no task \"" + (title.length() > 200 ? title.substring(0, 200) + "…" : title)
                + "\". It has " + (known.isEmpty() ? "none" : known) + ".";
    }
}
