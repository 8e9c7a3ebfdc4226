package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.codecollection.nativebundle.NativeTask.IssueTemplate;
import io.groundcrew.contracts.run.ReportedIssue;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Issues that a native bundle's template describes. */
final class NativeIssues {

    private NativeIssues() {}

    static ReportedIssue of(IssueTemplate issue, Map<String, String> values, String taskTitle, Instant now) {
        String title = Templates.fill(issue.title(), values).replaceAll("\\p{Cntrl}+", " ");
        return new ReportedIssue(
                taskTitle,
                Text.cutTo(title, 1024),
                issue.severity(),
                null,
                null,
                null,
                filled(issue.nextSteps(), values, 8 * 1024),
                filled(issue.details(), values, 64 * 1024),
                null,
                now);
    }

    private static @Nullable String filled(@Nullable String template, Map<String, String> values, int most) {
        return template == null ? null : Text.cutTo(Templates.fill(template, values), most);
    }
}
