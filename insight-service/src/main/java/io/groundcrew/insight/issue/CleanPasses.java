package io.groundcrew.insight.issue;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.insight.storage.Columns;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last clean pass of each task at each location, as far as they are known. */
public record CleanPasses(Map<Task, List<CleanPass>> passes) {

    public CleanPasses {
        passes = Map.copyOf(passes);
    }

    /** The last clean pass by which the occurrence was over; null when there was none. */
    @Nullable
    CleanPass after(Occurrence occurrence) {
        IssueKey key = occurrence.key();
        return passes.getOrDefault(new Task(key.slx(), key.kind(), key.task()), List.of()).stream()
                .filter(pass -> pass.ends(occurrence.observedAt(), occurrence.location()))
                .max(Comparator.comparing(CleanPass::startedAt))
                .orElse(null);
    }

    Columns columns() {
        Columns columns = new Columns("text", "text", "text", "text", "timestamptz", "text", "text");
        passes.forEach((task, all) -> all.forEach(pass -> columns.row(
                task.slx().workspace(),
                task.slx().shortName(),
                task.kind().name(),
                task.title(),
                pass.startedAt(),
                pass.run().toString(),
                pass.location())));
        return columns;
    }

    /**
     * A task of an SLX.
     *
     * @param title unresolved title, empty for the suite as a whole
     */
    public record Task(SlxRef slx, RobotKind kind, String title) {}
}
