package io.groundcrew.insight.knowledge;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.insight.issue.CleanPass;
import io.groundcrew.insight.knowledge.Insight.News;
import io.groundcrew.insight.run.Run;
import io.groundcrew.insight.run.SettledRun;
import io.groundcrew.insight.run.TaskTitles;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one finished run tells about the tasks of its SLX. */
final class RunVerdict {

    private final Finished event;
    private final @Nullable String selection;
    private final @Nullable Double metric;
    private final Instant ranAt;
    private final Set<String> notPassed;
    private final Set<String> withIssues;

    RunVerdict(SettledRun settled) {
        this.event = settled.event();
        this.selection = settled.run().taskTitles();
        Run.Result result = settled.run().result();
        this.metric = result == null ? null : result.metric();
        Instant started = settled.run().seen().startedAt();
        // The end of a run whose worker died does not say when it began, and others may have begun since.
        this.ranAt = started == null ? event.finishedAt() : started;
        this.notPassed = new HashSet<>(event.failed());
        this.notPassed.addAll(event.skipped());
        this.withIssues = event.issues().stream()
                .map(ReportedIssue::taskTitle)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /**
     * The news by task.
     *
     * @param known titles of this part of the SLX that something is known about already
     */
    Map<String, News> news(Collection<String> known) {
        if (event.outcome() == Outcome.CANCELLED || event.outcome() == Outcome.EXPIRED) {
            return Map.of();
        }
        Map<String, News> news = new LinkedHashMap<>();
        for (String task : event.passed()) {
            if (!notPassed.contains(task)) {
                news.put(task, news(withIssues.contains(task) ? Status.WARN : Status.OK, null, isComplete()));
            }
        }
        for (String task : event.failed()) {
            news.put(task, news(Status.FAIL, null, false));
        }
        if (event.outcome() != Outcome.COMPLETED) {
            unheardOf(known).forEach(task -> news.putIfAbsent(task, news(Status.FAIL, null, false)));
        }
        news.put(TaskKey.WHOLE, news(whole(), metric, isComplete() && notPassed.isEmpty() && selectedAll()));
        return news;
    }

    /** Tasks that were to run in a run that came to nothing, and of which it says nothing. */
    private Collection<String> unheardOf(Collection<String> known) {
        List<String> selected = selection == null || selection.equals(TaskTitles.ALL)
                ? known.stream().filter(task -> !task.isEmpty()).toList()
                : TaskTitles.split(selection);
        // A refused run may name tasks that do not exist.
        boolean namesTasks = event.outcome() != Outcome.REFUSED;
        return selected.stream()
                .filter(task -> !event.skipped().contains(task) && (namesTasks || known.contains(task)))
                .toList();
    }

    private Status whole() {
        boolean passed = event.outcome() == Outcome.COMPLETED
                && event.failed().isEmpty()
                && (event.run().kind() == RobotKind.RUNBOOK || metric != null);
        if (!passed) {
            return Status.FAIL;
        }
        return event.issues().isEmpty() ? Status.OK : Status.WARN;
    }

    private boolean isComplete() {
        return event.outcome() == Outcome.COMPLETED && event.issuesComplete();
    }

    /** A scheduled check has no selection; a run on demand whose acceptance was not seen may have had any. */
    private boolean selectedAll() {
        return selection == null ? event.run().session() == null : selection.equals(TaskTitles.ALL);
    }

    private News news(Status status, @Nullable Double value, boolean clean) {
        Instant started = event.startedAt();
        CleanPass cleanPass = clean && started != null
                ? new CleanPass(event.run().id(), started.truncatedTo(ChronoUnit.MICROS), event.location())
                : null;
        return new News(status, ranAt, event.finishedAt(), value, event.run().id(), event.outcome(), cleanPass);
    }
}
