package io.groundcrew.runner.collection;

import org.jspecify.annotations.Nullable;

/** What the workers say of a collection's environment. */
public interface EnvironmentStates {

    /**
     * A collection's environment over all of its locations.
     *
     * @param state {@code preparing}, {@code ready} or {@code failed}: that of the collection's commit
     * @param commit the commit that runs are dispatched with, null while there is none
     * @param reason why the newest commit failed or is waited for, null otherwise
     */
    record Environment(
            String state, @Nullable String commit, @Nullable String reason) {}

    Environment environment(RegisteredCollection collection);
}
