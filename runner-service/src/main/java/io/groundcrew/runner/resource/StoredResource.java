package io.groundcrew.runner.resource;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it is stored.
 *
 * @param name short name within the workspace
 * @param metadata the document's {@code metadata}
 * @param spec the document's {@code spec}
 * @param managedBy who keeps it: {@code api}, {@code bootstrap} …
 * @param version rises with every change of any resource
 * @param robot what an SLI or a Runbook runs, null for other kinds
 */
public record StoredResource(
        String workspace,
        Kind kind,
        String name,
        Map<String, Object> metadata,
        Map<String, Object> spec,
        String managedBy,
        long version,
        boolean deleted,
        Instant created,
        Instant modified,
        @Nullable RobotSpec robot) {

    /** The SLX that it is or belongs to. */
    public SlxRef slx() {
        return new SlxRef(workspace, name);
    }

    /** What people call it; null when the document gives no alias. */
    public @Nullable String alias() {
        return spec.get("alias") instanceof String alias && !alias.isBlank() ? alias : null;
    }

    /** The tags of an SLX by name; of several with one name the first. */
    public Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        if (spec.get("tags") instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> tag && tag.get("name") != null && tag.get("value") != null) {
                    tags.putIfAbsent(String.valueOf(tag.get("name")), String.valueOf(tag.get("value")));
                }
            }
        }
        return tags;
    }

    /**
     * Whether an SLX has a tag; of several with one name each counts.
     *
     * @param value null for any
     */
    public boolean hasTag(String tagName, @Nullable String value) {
        return spec.get("tags") instanceof List<?> list
                && list.stream()
                        .anyMatch(one -> one instanceof Map<?, ?> tag
                                && tagName.equals(String.valueOf(tag.get("name")))
                                && (value == null || value.equals(String.valueOf(tag.get("value")))));
    }

    ResourceAnnounced announcement() {
        return new ResourceAnnounced(workspace, kind, name, alias(), tags(), spec, version);
    }
}
