package io.groundcrew.runner.plan;

import io.groundcrew.runner.resource.ScheduleSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long runs may take.
 *
 * @param sli of a health check, at least
 * @param taskSet of a Runbook
 */
@ConfigurationProperties("runner.timeouts")
record PlanProperties(Duration sli, Duration taskSet) {

    private static final Duration LONGEST_CHECK = Duration.ofMinutes(10);

    /**
     * A check that comes every ten minutes may take that long in a slot of its own. Calls get no more than what is configured:
     * a batch of them is held until its slowest is over.
     *
     * @param calls whether it consists of REST and SQL tasks only
     */
    Duration ofCheck(@Nullable ScheduleSpec schedule, boolean calls) {
        if (calls) {
            return sli;
        }
        Duration interval = schedule == null ? Duration.ZERO : Duration.ofSeconds(schedule.intervalSeconds());
        Duration longest = interval.compareTo(LONGEST_CHECK) < 0 ? interval : LONGEST_CHECK;
        return longest.compareTo(sli) > 0 ? longest : sli;
    }
}
