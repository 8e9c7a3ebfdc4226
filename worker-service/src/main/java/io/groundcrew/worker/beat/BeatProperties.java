package io.groundcrew.worker.beat;

import io.groundcrew.contracts.Names;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What a worker says of itself.
 *
 * @param beatInterval how often it says that it lives
 * @param tags what people call it, at most {@value #MOST_TAGS}, each once; they do not change what it is given to run
 */
@ConfigurationProperties("worker")
record BeatProperties(Duration beatInterval, List<String> tags) {

    private static final int MOST_TAGS = 20;

    BeatProperties {
        tags = List.copyOf(tags);
        tags.forEach(Names::workerTag);
        if (tags.size() > MOST_TAGS || new HashSet<>(tags).size() < tags.size()) {
            throw new IllegalArgumentException(
                    "Expected up to " + MOST_TAGS + " different worker.tags, found " + tags.size() + ": " + tags);
        }
    }
}
