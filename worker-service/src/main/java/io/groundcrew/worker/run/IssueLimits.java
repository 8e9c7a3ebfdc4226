package io.groundcrew.worker.run;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.run.ReportedIssue;
import java.util.List;

/** Cuts what a task delivered as issues to what fits one record; every cut shows. */
final class IssueLimits {

    private static final int TITLE = 1024;
    private static final int TEXT = 8 * 1024;
    private static final int DETAILS = 64 * 1024;

    private final int most;

    IssueLimits(int most) {
        this.most = most;
    }

    List<ReportedIssue> bounded(List<ReportedIssue> issues) {
        return issues.stream().limit(most).map(IssueLimits::bounded).toList();
    }

    private static ReportedIssue bounded(ReportedIssue issue) {
        return new ReportedIssue(
                issue.taskTitle(),
                Text.cutTo(issue.title(), TITLE),
                issue.severity(),
                Text.cut(issue.expected(), TEXT),
                Text.cut(issue.actual(), TEXT),
                Text.cut(issue.reproduceHint(), TEXT),
                Text.cut(issue.nextSteps(), TEXT),
                Text.cut(issue.details(), DETAILS),
                Text.cut(issue.summary(), TEXT),
                issue.observedAt());
    }
}
