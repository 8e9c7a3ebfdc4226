package io.groundcrew.worker.run;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What executions are given and how much they may deliver.
 *
 * @param apiBaseUrl where tasks find the API
 * @param logLimit the most bytes of log that are published for a run
 * @param reportLimit the most bytes of report
 * @param issueLimit the most issues
 * @param startNoticeAfter how long a run that may be repeated lasts before its begin is told of
 */
@ConfigurationProperties("worker")
public record RunProperties(
        URI apiBaseUrl, DataSize logLimit, DataSize reportLimit, int issueLimit, Duration startNoticeAfter) {}
