package io.groundcrew.insight.knowledge;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.insight.issue.CleanPass;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The latest knowledge about one task.
 *
 * @param since since when the status is what it is
 * @param ranAt when the run that told it started, or ended where it never did; one that ran earlier tells nothing new
 * @param value an SLI's value, null when its last run delivered none
 * @param recent the last three statuses, newest first
 * @param cleanPasses the clean pass of each location that started last
 */
record Insight(
        Status status,
        Instant since,
        Instant ranAt,
        Instant updatedAt,
        @Nullable Double value,
        UUID lastRun,
        Outcome lastOutcome,
        List<Status> recent,
        List<CleanPass> cleanPasses) {

    private static final int REMEMBERED = 3;

    /** What is known after a run told something, where nothing may have been known before. */
    static Insight learn(@Nullable Insight known, News news) {
        List<CleanPass> cleanPasses = latest(known == null ? List.of() : known.cleanPasses, news.cleanPass());
        if (known == null) {
            return new Insight(
                    news.status(),
                    news.at(),
                    news.ranAt(),
                    news.at(),
                    news.value(),
                    news.run(),
                    news.outcome(),
                    List.of(news.status()),
                    cleanPasses);
        }
        if (known.ranAt.isAfter(news.ranAt())) {
            return new Insight(
                    known.status,
                    known.since,
                    known.ranAt,
                    known.updatedAt,
                    known.value,
                    known.lastRun,
                    known.lastOutcome,
                    known.recent,
                    cleanPasses);
        }
        return new Insight(
                news.status(),
                known.status == news.status() ? known.since : news.at(),
                news.ranAt(),
                news.at(),
                news.value(),
                news.run(),
                news.outcome(),
                Stream.concat(Stream.of(news.status()), known.recent.stream())
                        .limit(REMEMBERED)
                        .toList(),
                cleanPasses);
    }

    private static List<CleanPass> latest(List<CleanPass> known, @Nullable CleanPass pass) {
        if (pass == null
                || known.stream()
                        .anyMatch(one -> isAt(one, pass) && !pass.startedAt().isAfter(one.startedAt()))) {
            return known;
        }
        return Stream.concat(known.stream().filter(one -> !isAt(one, pass)), Stream.of(pass))
                .toList();
    }

    private static boolean isAt(CleanPass one, CleanPass other) {
        return Objects.equals(one.location(), other.location());
    }

    /** What one run tells about one task. */
    record News(
            Status status,
            Instant ranAt,
            Instant at,
            @Nullable Double value,
            UUID run,
            Outcome outcome,
            @Nullable CleanPass cleanPass) {

        News {
            ranAt = ranAt.truncatedTo(ChronoUnit.MICROS);
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }
}
