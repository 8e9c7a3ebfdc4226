package io.groundcrew.runner.run;

import java.time.Instant;

/** How far this runner has read the events. Nothing may be settled by their absence before. */
public interface RunTimeline {

    /** Every event that Kafka had at this instant has been taken in; the epoch until that is so for the first time. */
    Instant currentAsOf();
}
