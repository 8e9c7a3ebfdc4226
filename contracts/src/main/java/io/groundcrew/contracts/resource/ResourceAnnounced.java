package io.groundcrew.contracts.resource;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it is now, in the compacted topic {@code groundcrew.resources}; a tombstone under its key deletes it.
 *
 * @param workspace the workspace it belongs to (its own name for a workspace)
 * @param kind which kind
 * @param name short name within the workspace
 * @param alias what people call it, null for none
 * @param tags an SLX's tags
 * @param spec the document's {@code spec}
 * @param version rises with every change
 */
public record ResourceAnnounced(
        String workspace,
        Kind kind,
        String name,
        @Nullable String alias,
        Map<String, String> tags,
        Map<String, Object> spec,
        long version) {

    /** The kinds of resource. */
    public enum Kind {
        WORKSPACE,
        SLX,
        SLI,
        RUNBOOK
    }

    /** The record key. */
    public String key() {
        return key(workspace, kind, name);
    }

    /** The record key of a resource. */
    public static String key(String workspace, Kind kind, String name) {
        return workspace + "/" + kind + "/" + name;
    }
}
