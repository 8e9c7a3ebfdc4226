package io.groundcrew.runner.hold;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.runner.timing.CronTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Pauses and maintenance windows in PostgreSQL. */
class HoldRows {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;

    HoldRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Pause> pauses() {
        return jdbc.sql("select * from schedule_pause").query(HoldRows::toPause).list();
    }

    /** Pauses schedules; answers with those that were not paused. */
    List<ScheduleKey> pause(List<ScheduleKey> schedules, String by, Instant now, @Nullable String reason) {
        return jdbc.sql("""
                        insert into schedule_pause (slx, kind, paused_by, since, reason)
                        select slx, kind, ?, ?, ? from unnest(?, ?) as s (slx, kind)
                        on conflict (slx, kind) do update set
                            paused_by = excluded.paused_by, since = excluded.since, reason = excluded.reason, resumed = null
                        where schedule_pause.resumed is not null
                        returning slx, kind
                        """)
                .params(Arrays.asList(by, Timestamp.from(now), reason, slxs(schedules), kinds(schedules)))
                .query(HoldRows::toKey)
                .list();
    }

    /** Ends pauses; answers with the schedules that were paused. */
    List<ScheduleKey> resume(List<ScheduleKey> schedules, Instant now) {
        return jdbc.sql("""
                        update schedule_pause p set resumed = ? from unnest(?, ?) as s (slx, kind)
                        where p.slx = s.slx and p.kind = s.kind and p.resumed is null
                        returning p.slx, p.kind
                        """)
                .params(Timestamp.from(now), slxs(schedules), kinds(schedules))
                .query(HoldRows::toKey)
                .list();
    }

    List<Window> windows() {
        return jdbc.sql("select *, tags::text as tag_list from maintenance_window order by created desc, name")
                .query(HoldRows::toWindow)
                .list();
    }

    /** Stores a window; false when its workspace has one of that name. */
    boolean insert(Window window) {
        Selector selector = window.selector();
        Span.Once once = window.span() instanceof Span.Once is ? is : null;
        Span.Recurring recurring = window.span() instanceof Span.Recurring is ? is : null;
        return jdbc.sql("""
                        insert into maintenance_window
                            (workspace, name, reason, owner, created, slxs, tags, everything,
                             starts, ends, cron, time_zone, duration_minutes)
                        values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """)
                        .params(Arrays.asList(
                                window.workspace(),
                                window.name(),
                                window.reason(),
                                window.owner(),
                                Timestamp.from(window.created()),
                                selector.slxs().toArray(String[]::new),
                                JSON.writeValueAsString(selector.tags()),
                                selector.all(),
                                once == null ? null : Timestamp.from(once.from()),
                                timestamp(window.span().end()),
                                recurring == null ? null : recurring.begins().text(),
                                recurring == null
                                        ? null
                                        : recurring.begins().zone().getId(),
                                recurring == null
                                        ? null
                                        : Math.toIntExact(recurring.lasts().toMinutes())))
                        .update()
                == 1;
    }

    boolean delete(String workspace, String name) {
        return jdbc.sql("delete from maintenance_window where workspace = ? and name = ?")
                        .params(workspace, name)
                        .update()
                == 1;
    }

    /** Forgets windows that were over for good before an instant. */
    void forget(Instant endedBefore) {
        jdbc.sql("delete from maintenance_window where ends < ?")
                .param(Timestamp.from(endedBefore))
                .update();
    }

    private static Pause toPause(ResultSet row, int number) throws SQLException {
        return new Pause(
                toKey(row, number),
                row.getString("paused_by"),
                row.getTimestamp("since").toInstant(),
                row.getString("reason"),
                instant(row.getTimestamp("resumed")));
    }

    private static ScheduleKey toKey(ResultSet row, int number) throws SQLException {
        return new ScheduleKey(SlxRef.parse(row.getString("slx")), RobotKind.valueOf(row.getString("kind")));
    }

    private static Window toWindow(ResultSet row, int number) throws SQLException {
        Instant end = instant(row.getTimestamp("ends"));
        String cron = row.getString("cron");
        Timestamp starts = row.getTimestamp("starts");
        Span span;
        if (starts != null && end != null) {
            span = new Span.Once(starts.toInstant(), end);
        } else if (cron != null) {
            span = new Span.Recurring(
                    CronTimes.parse("cron", cron, row.getString("time_zone")),
                    Duration.ofMinutes(row.getInt("duration_minutes")),
                    end);
        } else {
            throw new IllegalStateException("Maintenance window " + row.getString("name") + " of workspace "
                    + row.getString("workspace") + " has neither an end nor a recurrence");
        }
        return new Window(
                row.getString("workspace"),
                row.getString("name"),
                row.getString("reason"),
                row.getString("owner"),
                row.getTimestamp("created").toInstant(),
                new Selector(
                        Set.of((String[]) row.getArray("slxs").getArray()),
                        JSON.readValue(row.getString("tag_list"), new TypeReference<List<Selector.Tag>>() {}),
                        row.getBoolean("everything")),
                span);
    }

    private static String[] slxs(List<ScheduleKey> schedules) {
        return schedules.stream().map(key -> key.slx().fullName()).toArray(String[]::new);
    }

    private static String[] kinds(List<ScheduleKey> schedules) {
        return schedules.stream().map(key -> key.kind().name()).toArray(String[]::new);
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
