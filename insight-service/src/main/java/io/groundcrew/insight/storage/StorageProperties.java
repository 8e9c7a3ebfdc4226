package io.groundcrew.insight.storage;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How long things are kept, in days after they were requested.
 *
 * @param runDays runs, their occurrences and their sessions, and issues that are closed
 * @param outputDays logs and reports
 * @param sampleDays samples of SLIs
 */
@ConfigurationProperties("insight.retention")
@Validated
record StorageProperties(
        @Min(1) @Max(3650) int runDays,
        @Min(1) @Max(3650) int outputDays,
        @Min(1) @Max(3650) int sampleDays) {}
