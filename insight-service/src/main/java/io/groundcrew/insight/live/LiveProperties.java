package io.groundcrew.insight.live;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of live logs and sessions.
 *
 * @param maxStreams the most streams this process serves at a time
 * @param keepAlive how long a stream may be silent
 * @param grace how long after a run's end is waited for what it announced of its log and report and has not arrived, and
 *     after a session's for changes
 */
@ConfigurationProperties("insight.live")
@Validated
public record LiveProperties(
        @Min(1) @Max(100_000) int maxStreams,
        @NotNull Duration keepAlive,
        @NotNull Duration grace) {}
