package io.groundcrew.runner.plan;

import io.groundcrew.contracts.SlxRef;
import java.time.Duration;
import java.util.List;

/**
 * An SLI that is to run at each of its locations.
 *
 * @param intervalSeconds seconds between two fires, 5 or more
 * @param timeout how long one run may take
 * @param version rises with every change of the document
 */
public record ScheduledSli(SlxRef slx, List<String> locations, int intervalSeconds, Duration timeout, long version) {

    public ScheduledSli {
        locations = List.copyOf(locations);
    }
}
