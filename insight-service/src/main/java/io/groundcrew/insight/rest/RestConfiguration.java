package io.groundcrew.insight.rest;

import io.groundcrew.insight.live.Wakeups;
import io.groundcrew.insight.storage.Batches;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The controllers of runs and sessions. */
@Configuration(proxyBeanMethods = false)
@Import({RunSessionsController.class, RunRequestsController.class})
public class RestConfiguration {

    @Bean
    Newborn newborn(Wakeups wakeups, Clock clock) {
        return new Newborn(wakeups, clock);
    }

    @Bean
    RunIssues runIssues(Batches batches) {
        return new RunIssues(batches);
    }
}
