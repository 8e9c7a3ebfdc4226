package io.groundcrew.runner.plan;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long runs may take.
 *
 * @param sli of a health check
 * @param taskSet of a Runbook
 */
@ConfigurationProperties("runner.timeouts")
record PlanProperties(Duration sli, Duration taskSet) {}
