package io.groundcrew.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/** What fires stays in the database while a runner is away: other runners fire it, and what was in flight is recovered. */
class TriggersOverRestartTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String URL = "https://example.com/checks.git";

    @TempDir
    private Path directory;

    @Test
    void aStartingRunnerRemovesNoTriggerThoughItHasNotReadItsResourcesYet() throws SchedulerException {
        ServiceDatabase database = TestDatabase.fresh("runner");
        long made;
        try (RunningRunner runner = new RunningRunner(TestKafka.bootstrapServers(), database, directory)) {
            String documents = Samples.slx("default--disk") + Samples.sli("default--disk", URL, 5);
            await().atMost(SOON).until(() -> runner.apply(documents).status() == 200);
            Scheduler quartz = runner.bean(Scheduler.class);
            await().atMost(SOON).until(() -> triggers(quartz) == 1 && quartz.isStarted());
            made = startOfTrigger(quartz);
        }
        try (RunningRunner runner = new RunningRunner(TestKafka.bootstrapServers(), database, directory)) {
            Scheduler quartz = runner.bean(Scheduler.class);
            await().atMost(SOON).until(quartz::isStarted);
            assertThat(startOfTrigger(quartz)).isEqualTo(made);
        }
    }

    private static int triggers(Scheduler quartz) throws SchedulerException {
        return quartz.getTriggerKeys(GroupMatcher.anyTriggerGroup()).size();
    }

    private static long startOfTrigger(Scheduler quartz) throws SchedulerException {
        TriggerKey key =
                quartz.getTriggerKeys(GroupMatcher.anyTriggerGroup()).iterator().next();
        return Objects.requireNonNull(quartz.getTrigger(key)).getStartTime().getTime();
    }
}
