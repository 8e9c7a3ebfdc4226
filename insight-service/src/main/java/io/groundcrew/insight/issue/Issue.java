package io.groundcrew.insight.issue;

import io.groundcrew.insight.issue.Occurrence.Finding;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What tasks found wrong, over all its occurrences. It is open unless a clean pass of its task, at the same location, started
 * later than its latest occurrence; so its state depends on what happened, not on the order in which it was learnt.
 * {@link Issues} closes it where it is stored.
 */
final class Issue {

    private final IssueKey key;
    private Finding finding;
    private Instant latestOccurrenceAt;
    private @Nullable String location;
    private @Nullable Instant openSince;
    private long openOccurrences;
    private long closedOccurrences;
    private @Nullable Closing closing;

    /** An issue as its first known occurrence makes it, before that is counted. */
    Issue(Occurrence first) {
        this.key = first.key();
        this.finding = first.finding();
        this.latestOccurrenceAt = first.observedAt();
        this.location = first.location();
    }

    /** An issue as it was stored. */
    Issue(
            IssueKey key,
            Finding finding,
            Instant latestOccurrenceAt,
            @Nullable String location,
            @Nullable Instant openSince,
            long openOccurrences,
            long closedOccurrences,
            @Nullable Closing closing) {
        this.key = key;
        this.finding = finding;
        this.latestOccurrenceAt = latestOccurrenceAt;
        this.location = location;
        this.openSince = openSince;
        this.openOccurrences = openOccurrences;
        this.closedOccurrences = closedOccurrences;
        this.closing = closing;
    }

    /**
     * Counts an occurrence: it opens, recurs or reopens the issue, or is already over.
     *
     * @param over the clean pass by which it was over, null when it was not
     */
    void raise(Occurrence occurrence, @Nullable CleanPass over) {
        Instant observed = occurrence.observedAt();
        if (!observed.isBefore(latestOccurrenceAt)) {
            latestOccurrenceAt = observed;
            location = occurrence.location();
            finding = occurrence.finding();
        }
        if (over != null) {
            closedOccurrences++;
            if (openSince == null && closing == null) {
                closing = Closing.byRun(over);
            }
        } else {
            openOccurrences++;
            Instant since = openSince;
            openSince = since == null || observed.isBefore(since) ? observed : since;
            closing = null;
        }
    }

    /** Closes the issue, if it is open, for a reason outside its task. */
    void close(Closing reason) {
        if (openSince != null) {
            openSince = null;
            closedOccurrences += openOccurrences;
            openOccurrences = 0;
            closing = reason;
        }
    }

    UUID id() {
        return key.id();
    }

    IssueKey key() {
        return key;
    }

    Finding finding() {
        return finding;
    }

    Instant latestOccurrenceAt() {
        return latestOccurrenceAt;
    }

    /** Where its latest occurrence was; null when that is not known. */
    @Nullable
    String location() {
        return location;
    }

    @Nullable
    Instant openSince() {
        return openSince;
    }

    long openOccurrences() {
        return openOccurrences;
    }

    long closedOccurrences() {
        return closedOccurrences;
    }

    /** Null while it is open. */
    @Nullable
    Closing closing() {
        return closing;
    }

    /**
     * Why an issue is closed.
     *
     * @param type the API's word
     * @param by the run or SLX that closed it
     */
    record Closing(Instant at, String type, String by) {

        static final String SLX_DELETED = "slx-deleted";

        static Closing byRun(CleanPass pass) {
            return new Closing(pass.startedAt(), "run", pass.run().toString());
        }
    }
}
