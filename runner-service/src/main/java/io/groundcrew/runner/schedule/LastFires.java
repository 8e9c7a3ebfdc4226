package io.groundcrew.runner.schedule;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.runner.hold.ScheduleKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The last nominal fire of each remembered schedule that was dealt with, in PostgreSQL. */
class LastFires {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    LastFires(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    Map<ScheduleKey, Instant> all() {
        return map(jdbc.sql("select slx, kind, nominal from schedule_fire")
                .query(LastFires::toFire)
                .list());
    }

    Map<ScheduleKey, Instant> of(Collection<Schedule> schedules) {
        String[] slxs =
                schedules.stream().map(schedule -> schedule.slx().fullName()).toArray(String[]::new);
        return map(jdbc.sql("select slx, kind, nominal from schedule_fire where slx = any (?)")
                .param(slxs)
                .query(LastFires::toFire)
                .list());
    }

    /** Notes a fire; an older one than is known changes nothing. */
    void note(List<Schedule> schedules, Instant nominal) {
        if (schedules.isEmpty()) {
            return;
        }
        batches.batchUpdate("""
                insert into schedule_fire (slx, kind, nominal) values (?, ?, ?)
                on conflict (slx, kind) do update set nominal = excluded.nominal
                where schedule_fire.nominal < excluded.nominal
                """, schedules, 500, (statement, schedule) -> {
            statement.setString(1, schedule.slx().fullName());
            statement.setString(2, schedule.key().kind().name());
            statement.setTimestamp(3, Timestamp.from(nominal));
        });
    }

    private record Fire(ScheduleKey schedule, Instant nominal) {}

    private static Map<ScheduleKey, Instant> map(List<Fire> fires) {
        Map<ScheduleKey, Instant> last = new HashMap<>();
        fires.forEach(fire -> last.put(fire.schedule(), fire.nominal()));
        return last;
    }

    private static Fire toFire(ResultSet row, int number) throws SQLException {
        return new Fire(
                new ScheduleKey(SlxRef.parse(row.getString("slx")), RobotKind.valueOf(row.getString("kind"))),
                row.getTimestamp("nominal").toInstant());
    }
}
