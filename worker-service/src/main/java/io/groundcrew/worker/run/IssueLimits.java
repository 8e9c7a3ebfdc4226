package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.ReportedIssue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts what a task delivered as issues to what fits one record; every cut shows. */
final class IssueLimits {

    private static final int TITLE = 1024;
    private static final int TEXT = 8 * 1024;
    private static final int DETAILS = 64 * 1024;
    private static final String CUT = " … (cut)";

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
                cutText(issue.title(), TITLE),
                issue.severity(),
                cut(issue.expected(), TEXT),
                cut(issue.actual(), TEXT),
                cut(issue.reproduceHint(), TEXT),
                cut(issue.nextSteps(), TEXT),
                cut(issue.details(), DETAILS),
                cut(issue.summary(), TEXT),
                issue.observedAt());
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null ? null : cutText(text, most);
    }

    private static String cutText(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
