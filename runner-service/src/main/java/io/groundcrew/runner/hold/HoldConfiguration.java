package io.groundcrew.runner.hold;

import io.groundcrew.chassis.loop.Loop;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.resource.Resources;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Pauses and maintenance windows. */
@Configuration(proxyBeanMethods = false)
@Import(MaintenanceWindowsController.class)
public class HoldConfiguration {

    @Bean
    Holds holds(
            JdbcClient jdbc,
            Resources resources,
            ChangeCounters counters,
            TransactionTemplate transaction,
            Clock clock) {
        return new Holds(new HoldRows(jdbc), resources, counters, transaction, clock);
    }

    @Bean
    Loop holdLoop(Holds holds) {
        return new Loop("reading holds", Duration.ofSeconds(1), holds::refresh);
    }
}
