package io.groundcrew.runner.plan;

import io.groundcrew.runner.collection.RegisteredCollection;
import java.util.Optional;

/** Which commits can be run where. Answers from memory. */
public interface ReadyPools {

    /** The commit of a collection that runs at a location are dispatched with; empty while there is none. */
    Optional<String> readyCommit(String location, RegisteredCollection collection);

    /** Whether the commits that runs are dispatched with were read since the start, each with its catalogue. */
    boolean known();

    /** What runs wait for while there is none, for people. */
    String waitingFor(String location, RegisteredCollection collection);
}
