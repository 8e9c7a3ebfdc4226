package io.groundcrew.worker.execute;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/** The time at which a task says that it saw something, as the tools that tasks call write times. */
final class ObservedTime {

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter();

    private ObservedTime() {}

    /**
     * Reads {@code 2026-11-27T10:00:00Z}, also with another offset or a blank for the T. Without an offset it is one of this
     * worker's zone, which its tasks are told, too. Empty for anything else.
     */
    static Optional<Instant> parse(String text) {
        try {
            TemporalAccessor found =
                    FORM.parseBest(text.strip().replaceFirst(" ", "T"), OffsetDateTime::from, LocalDateTime::from);
            return Optional.of(
                    found instanceof LocalDateTime local
                            ? local.atZone(ZoneId.systemDefault()).toInstant()
                            : Instant.from(found));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
