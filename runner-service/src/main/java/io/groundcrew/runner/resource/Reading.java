package io.groundcrew.runner.resource;

import io.groundcrew.contracts.SlxRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of one document of an upload when it was read. */
sealed interface Reading {

    /** Position in the upload, from 0. */
    int index();

    /** A document that can be applied. */
    record Document(
            int index,
            DocumentKind kind,
            SlxRef slx,
            Map<String, Object> metadata,
            Map<String, Object> spec,
            @Nullable RobotSpec robot)
            implements Reading {}

    /**
     * A document that cannot.
     *
     * @param kind as far as it could be read, likewise the name
     * @param message a sentence for people
     */
    record Rejected(
            int index, @Nullable String kind, @Nullable String name, String message) implements Reading {}
}
