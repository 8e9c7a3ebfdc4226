package io.groundcrew.contracts.wire;

import io.groundcrew.contracts.Names;
import io.groundcrew.contracts.run.Lane;

/** The topics' names. */
public final class Topics {

    public static final String EVENTS = "groundcrew.events";
    public static final String OUTPUT = "groundcrew.output";
    public static final String CONTROL = "groundcrew.control";
    public static final String WORKERS = "groundcrew.workers";
    public static final String POOLS = "groundcrew.pools";
    public static final String RESOURCES = "groundcrew.resources";
    public static final String REJECTED = "groundcrew.rejected";

    /** The share group that all workers belong to. */
    public static final String WORKER_GROUP = "groundcrew-workers";

    private Topics() {}

    /** The queue of one lane of a pool at a location. */
    public static String requests(String location, String pool, Lane lane) {
        return "groundcrew.requests." + Names.place(location) + "." + Names.place(pool) + "." + lane.topicPart();
    }
}
