package io.groundcrew.worker.beat;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param beatInterval how often a worker says that it lives
 */
@ConfigurationProperties("worker")
record BeatProperties(Duration beatInterval) {}
