package io.groundcrew.insight.issue;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RobotKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.Locale;

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
        String text = slx.fullName() + '\n' + kind + '\n' + task + '\n' + normalisedTitle;
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            long most = (digest.getLong() & 0xffffffffffff0fffL) | 0x8000L;
            long least = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
            return new UUID(most, least);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
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
