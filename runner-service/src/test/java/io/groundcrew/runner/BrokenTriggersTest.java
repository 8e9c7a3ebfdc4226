package io.groundcrew.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a trigger is made of lies in several tables: it is written whole, and what is broken nevertheless is made anew. */
class BrokenTriggersTest {

    /** Quartz itself rests for 15 s after it could not read a trigger. */
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private RunningRunner runner;
    private JdbcClient jdbc;

    @BeforeEach
    void start() {
        runner = new RunningRunner(TestKafka.bootstrapServers(), TestDatabase.fresh("runner"), directory);
        jdbc = runner.bean(JdbcClient.class);
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void firesAgainWhatHasLostItsTriggerOrAPartOfIt() {
        apply(5, 6, 7);
        await().atMost(SOON)
                .until(() -> count("qrtz_simple_triggers") == 3
                        && runner.bean(Scheduler.class).isStarted());

        execute("""
                with part as (delete from qrtz_simple_triggers where trigger_name like '5s-%')
                delete from qrtz_triggers where trigger_name like '5s-%'
                """);
        execute("delete from qrtz_simple_triggers where trigger_name like '6s-%'");
        execute("update qrtz_triggers set trigger_state = 'ERROR' where trigger_name like '7s-%'");
        long broken = System.currentTimeMillis();

        await().atMost(SOON).until(() -> count("qrtz_triggers where prev_fire_time > " + broken) == 3);
    }

    @Test
    void firesThoughTheClockWasSetBack() {
        apply(5);
        await().atMost(SOON).until(() -> count("qrtz_triggers where prev_fire_time > 0") == 1);

        execute("update qrtz_triggers set next_fire_time = next_fire_time + 3600000");
        long setBack = System.currentTimeMillis();

        await().atMost(SOON)
                .until(() -> count("qrtz_triggers where prev_fire_time between " + setBack + " and "
                                + (setBack + SOON.toMillis()))
                        == 1);
    }

    @Test
    void leavesNothingOfATriggerThatCouldNotBeWrittenWhole() {
        execute("create sequence refused");
        execute("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                    perform nextval('refused');
                    raise exception 'Killed in between';
                end $$
                """);
        execute("create trigger refuse before insert on qrtz_simple_triggers execute function refuse()");

        apply(5);

        await().atMost(SOON).until(() -> count("refused where is_called") == 1);
        assertThat(count("qrtz_job_details")).isZero();
        assertThat(count("qrtz_triggers")).isZero();
        execute("drop trigger refuse on qrtz_simple_triggers");
        await().atMost(SOON).until(() -> count("qrtz_simple_triggers") == 1);
    }

    private void apply(int... intervals) {
        StringBuilder documents = new StringBuilder();
        for (int seconds : intervals) {
            String name = "default--every-" + seconds;
            documents.append(Samples.slx(name)).append(Samples.sli(name, "https://example.com/checks.git", seconds));
        }
        await().atMost(SOON).until(() -> runner.apply(documents.toString()).status() == 200);
    }

    private void execute(String statement) {
        jdbc.sql(statement).update();
    }

    private long count(String what) {
        return jdbc.sql("select count(*) from " + what).query(Long.class).single();
    }
}
