package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.run.ReportedIssue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes the issues a task delivered: bounded, the bad ones named, the good ones kept. */
final class IssueItems {

    private static final int MOST = 100;
    private static final int TITLE = 1024;
    private static final int DETAILS = 64 * 1024;
    private static final int TEXT = 8 * 1024;

    private final Instant now;
    private final List<ReportedIssue> issues = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private boolean complete = true;
    private int left;

    IssueItems(Instant now) {
        this.now = now;
    }

    List<ReportedIssue> issues() {
        return issues;
    }

    /** Sentences about what was wrong with the list. */
    List<String> findings() {
        List<String> all = new ArrayList<>(findings);
        if (left > 0) {
            all.add(left + " more issues were left out: a run may deliver " + MOST);
        }
        return all;
    }

    /** Whether every issue that was delivered is here. */
    boolean isComplete() {
        return complete;
    }

    void spoil(String finding) {
        complete = false;
        note(finding);
    }

    /** Keys as {@code issues.jsonl} and the script contract have them. False when it is no issue. */
    boolean add(JsonNode item, @Nullable String taskTitle) {
        String title = text(item, TITLE, "title", "issue title");
        if (!item.isObject() || title == null || title.isBlank()) {
            spoil("Expected an issue with a title, found " + Text.cutTo(item.toString(), 200));
            return false;
        }
        add(new ReportedIssue(
                taskTitle,
                title.replaceAll("[\\p{Cntrl}&&[^\\t]]+", " "),
                severity(item, title),
                text(item, TEXT, "expected"),
                text(item, TEXT, "actual"),
                text(item, TEXT, "reproduceHint", "reproduce_hint"),
                text(item, TEXT, "nextSteps", "next_steps", "issue next steps"),
                text(item, DETAILS, "details", "issue description"),
                text(item.path("metadata"), TEXT, "summary"),
                observedAt(item)));
        return true;
    }

    void add(ReportedIssue issue) {
        if (issues.size() == MOST) {
            complete = false;
            left++;
        } else {
            issues.add(issue);
        }
    }

    private int severity(JsonNode item, String title) {
        JsonNode value = item.has("severity") ? item.path("severity") : item.path("issue severity");
        if (value.isMissingNode() || value.isNull()) {
            return 4;
        }
        int severity = value.isString() && value.stringValue().strip().matches("[1-4]")
                ? Integer.parseInt(value.stringValue().strip())
                : value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : 0;
        if (severity >= 1 && severity <= 4) {
            return severity;
        }
        note("Expected a severity from 1 to 4, found " + Text.cutTo(value.toString(), 40) + " for issue \""
                + Text.cutTo(title, 80) + "\"; it counts as 4");
        return 4;
    }

    private Instant observedAt(JsonNode item) {
        String text = text(item, 64, "observedAt", "observed_at", "issue observed at");
        return text == null ? now : ObservedTime.parse(text).orElse(now);
    }

    private void note(String finding) {
        if (findings.size() < 20) {
            findings.add(finding);
        }
    }

    private static @Nullable String text(JsonNode item, int most, String... keys) {
        for (String key : keys) {
            JsonNode value = item.path(key);
            if (!value.isMissingNode() && !value.isNull()) {
                return Text.cutTo(value.isString() ? value.stringValue() : value.toString(), most);
            }
        }
        return null;
    }
}
