package io.groundcrew.insight.storage;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The days of the partitioned tables. Days are made ahead, days that a batch needs are made on demand, and what lies
 * outside the span that is kept goes to the default partitions, so that an odd timestamp costs nothing and fails nothing.
 */
public final class Partitions {

    private static final Logger log = LoggerFactory.getLogger(Partitions.class);
    private static final int DAYS_AHEAD = 3;
    private static final int DAYS_ON_DEMAND = 7;
    /** Guards making and dropping across replicas; any constant does. */
    private static final long LOCK = 0x47435041_52545300L;

    /** One that a run is about to open again is held by it, and passed over. */
    private static final String DROP_ISSUES = """
            DELETE FROM issues WHERE id IN (
                SELECT id FROM issues
                WHERE open_since IS NULL AND latest_occurrence_at < ?::timestamptz AND closed_at < ?::timestamptz
                LIMIT ? FOR UPDATE SKIP LOCKED)
            """;

    private static final int ISSUES_AT_A_TIME = 10_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Map<String, Integer> daysKept;
    private final Set<LocalDate> made = ConcurrentHashMap.newKeySet();

    public Partitions(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock, StorageProperties retention) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.daysKept = Map.of(
                "runs", retention.runDays(),
                "other_attempts", retention.runDays(),
                "occurrences", retention.runDays(),
                "output_chunks", retention.outputDays(),
                "samples", retention.sampleDays());
    }

    /** Makes today and the days ahead. */
    public void makeAhead() {
        LocalDate today = today();
        make(today.datesUntil(today.plusDays(DAYS_AHEAD + 1L)).toList());
    }

    /** Makes the days of these times where they are missing and worth a partition of their own. */
    public void makeFor(Collection<Instant> times) {
        LocalDate today = today();
        LocalDate first = today.minusDays(
                daysKept.values().stream().mapToInt(days -> days).max().orElse(0));
        LocalDate last = today.plusDays(DAYS_ON_DEMAND);
        Set<LocalDate> missing = new TreeSet<>();
        for (Instant time : times) {
            LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
            if (!made.contains(day) && !day.isBefore(first) && !day.isAfter(last)) {
                missing.add(day);
            }
        }
        make(List.copyOf(missing));
    }

    /**
     * Drops the days that are no longer kept, and what old times put into the default partitions; besides sessions, and issues
     * of which no occurrence is kept, unless they are open.
     */
    public void dropOld() {
        daysKept.forEach((table, days) -> {
            LocalDate oldest = today().minusDays(days);
            for (String partition : partitions(table)) {
                if (partition.compareTo(name(table, oldest)) < 0 && !partition.endsWith("_default")) {
                    transaction.executeWithoutResult(status -> drop(partition));
                    log.info("Dropped {}: {} are kept for {} days", partition, table, days);
                }
            }
            jdbc.update("DELETE FROM " + table + "_default WHERE requested_at < ?::timestamptz", start(oldest));
        });
        String oldest = start(today().minusDays(daysKept.getOrDefault("runs", 0)));
        jdbc.update("DELETE FROM run_sessions WHERE created < ?::timestamptz", oldest);
        jdbc.update(DROP_ISSUES, oldest, oldest, ISSUES_AT_A_TIME);
    }

    private void make(List<LocalDate> days) {
        for (LocalDate day : days) {
            if (!made.contains(day)) {
                for (String table : daysKept.keySet()) {
                    transaction.executeWithoutResult(status -> make(table, day));
                }
                made.add(day);
            }
        }
    }

    /** Rows of that day may wait in the default partition: they move, since two partitions cannot claim one day. */
    private void make(String table, LocalDate day) {
        lock();
        String partition = name(table, day);
        if (partitions(table).contains(partition)) {
            return;
        }
        String from = start(day);
        String to = start(day.plusDays(1));
        jdbc.execute("CREATE TABLE " + partition + " (LIKE " + table + " INCLUDING ALL)");
        jdbc.execute("LOCK TABLE " + table + "_default IN ACCESS EXCLUSIVE MODE");
        jdbc.execute("WITH moved AS (DELETE FROM " + table + "_default WHERE requested_at >= '" + from
                + "' AND requested_at < '" + to + "' RETURNING *) INSERT INTO " + partition + " SELECT * FROM moved");
        jdbc.execute("ALTER TABLE " + table + " ATTACH PARTITION " + partition + " FOR VALUES FROM ('" + from
                + "') TO ('" + to + "')");
    }

    private void drop(String partition) {
        lock();
        jdbc.execute("DROP TABLE IF EXISTS " + partition);
    }

    /** Waiting for a busy table must not hold up those that wait behind us; the next round tries again. */
    private void lock() {
        jdbc.execute("SET LOCAL lock_timeout = '5s'");
        jdbc.query("SELECT pg_advisory_xact_lock(?)", row -> {}, LOCK);
    }

    private List<String> partitions(String table) {
        return jdbc.queryForList(
                "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                        + " WHERE i.inhparent = ?::regclass ORDER BY 1",
                String.class,
                table);
    }

    private static String name(String table, LocalDate day) {
        return table + "_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    private static String start(LocalDate day) {
        return day + "T00:00:00Z";
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
