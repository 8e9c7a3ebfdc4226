package io.groundcrew.runner.plan;

import io.groundcrew.runner.collection.RegisteredCollection;
import java.util.Optional;

/** Which commits can be run where. Answers from memory. */
public interface ReadyPools {

    /** The commit of a collection that runs at a location are dispatched with; empty while there is none. */
    Optional<String> readyCommit(String location, RegisteredCollection collection);

    /** What runs wait for while there is none, for people. */
    String waitingFor(String location, RegisteredCollection collection);
}
