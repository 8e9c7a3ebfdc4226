package io.groundcrew.runner;

import static org.awaitility.Awaitility.await;

import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestClock;
import io.groundcrew.runner.run.RunTimeline;
import io.groundcrew.runner.schedule.HandDrivenSchedules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A runner whose time a test moves, and which fires only what the test says is due. */
final class HandDrivenRunner implements AutoCloseable {

    /** For what comes by itself on a busy machine. */
    static final Duration SOON = Duration.ofSeconds(30);

    static final String WORKSPACE = "/api/v3/workspaces/default";

    /** Tomorrow at nine, so that nothing that really happens now is due. */
    static final Instant NINE = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(24 + 9));

    final TestClock clock;
    final RunningRunner runner;
    final HandDrivenSchedules schedules;

    /** Two hours before nine. */
    HandDrivenRunner(String bootstrapServers, ServiceDatabase database, Path directory) {
        this(new TestClock(NINE.minus(Duration.ofHours(2))), bootstrapServers, database, directory);
    }

    HandDrivenRunner(TestClock clock, String bootstrapServers, ServiceDatabase database, Path directory) {
        this.clock = clock;
        runner = new RunningRunner(clock, bootstrapServers, database, directory);
        schedules = new HandDrivenSchedules(runner.context);
        runner.awaitWorkspace();
    }

    /** Moves the time to an instant, unless that is past, and fires what is due at it. */
    void at(Instant instant) {
        if (instant.isAfter(clock.instant())) {
            advanceTo(instant);
        }
        schedules.fire(instant);
    }

    void advanceTo(Instant instant) {
        clock.advance(Duration.between(clock.instant(), instant));
    }

    /** Moves the time, and waits until the runner has read all that happened before. */
    void advanceWithAllSeen(Duration time) {
        clock.advance(time);
        RunTimeline timeline = runner.bean(RunTimeline.class);
        await().atMost(SOON).until(() -> timeline.currentAsOf().equals(clock.instant()));
    }

    /** When a schedule of an SLX fires next. */
    Instant next(String slx, String kind) {
        return instants(runner.get(WORKSPACE + "/slxs/" + slx + "/schedules/" + kind + "/next?count=1"), "at")
                .getFirst();
    }

    /** When the schedule of an SLX, its only one, fired last as the runner shows it. */
    Instant lastFire(String slx) {
        return runner.get(WORKSPACE + "/schedules")
                .body()
                .path("results")
                .valueStream()
                .filter(shown -> shown.path("slxShortName").asString().equals(slx))
                .map(shown -> Instant.parse(shown.path("lastFire").asString()))
                .findFirst()
                .orElseThrow();
    }

    /** All values of a field in an answer. */
    static List<Instant> instants(RunningRunner.Answer answer, String field) {
        return answer.body().findValues(field).stream()
                .map(value -> Instant.parse(value.asString()))
                .toList();
    }

    @Override
    public void close() {
        runner.close();
    }
}
