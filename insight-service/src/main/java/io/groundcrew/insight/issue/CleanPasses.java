package io.groundcrew.insight.issue;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.insight.storage.Columns;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last clean pass of each task, as far as it is known. */
public record CleanPasses(Map<Task, CleanPass> last) {

    public CleanPasses {
        last = Map.copyOf(last);
    }

    /** The clean pass of the issue's task that started last, null when there was none. */
    @Nullable
    CleanPass last(IssueKey key) {
        return last.get(new Task(key.slx(), key.kind(), key.task()));
    }

    Columns columns() {
        Columns columns = new Columns("text", "text", "text", "text", "timestamptz", "text");
        last.forEach((task, pass) -> columns.row(
                task.slx().workspace(),
                task.slx().shortName(),
                task.kind().name(),
                task.title(),
                pass.startedAt(),
                pass.run().toString()));
        return columns;
    }

    /**
     * A task of an SLX.
     *
     * @param title unresolved title, empty for the suite as a whole
     */
    public record Task(SlxRef slx, RobotKind kind, String title) {}
}
