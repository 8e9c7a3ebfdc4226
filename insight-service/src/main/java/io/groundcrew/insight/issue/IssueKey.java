package io.groundcrew.insight.issue;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunIds;
import java.util.Locale;
import java.util.UUID;

/**
 * What makes two occurrences the same issue.
 *
 * @param task unresolved title of the task, empty where there is none
 * @param normalisedTitle the issue's title by {@link TitleRule}
 */
record IssueKey(SlxRef slx, RobotKind kind, String task, String normalisedTitle) {

    static final int MAX_TITLE = 1024;

    private static final String NO_TASK = "suite";

    static IssueKey of(SlxRef slx, RobotKind kind, ReportedIssue reported) {
        String task = reported.taskTitle();
        return new IssueKey(
                slx,
                kind,
                task == null ? "" : Text.cutTo(Text.storable(task), MAX_TITLE),
                TitleRule.normalise(Text.cutTo(Text.storable(reported.title()), MAX_TITLE)));
    }

    /** The issue's id: the same key has the same one wherever and whenever it is computed. */
    UUID id() {
        return RunIds.named(slx.fullName() + '\n' + kind + '\n' + task + '\n' + normalisedTitle);
    }

    /** The key as people see it. */
    String text() {
        return String.join(
                "/",
                slx.fullName(),
                kind.name().toLowerCase(Locale.ROOT),
                task.isEmpty() ? NO_TASK : task,
                normalisedTitle);
    }
}
