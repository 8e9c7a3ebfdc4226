package io.groundcrew.insight.ingest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How topics are read.
 *
 * @param eventReaders readers of events in this process; more than the topic's partitions are idle
 * @param outputReaders readers of output in this process
 * @param batch the most records of one poll; one transaction stores those of up to two
 */
@ConfigurationProperties("insight.ingest")
@Validated
record IngestProperties(
        @Min(1) @Max(16) int eventReaders,
        @Min(1) @Max(16) int outputReaders,
        @Min(1) @Max(20_000) int batch) {}
