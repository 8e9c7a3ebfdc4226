package io.groundcrew.runner.resource;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/** Every resource, in memory; follows what this and other runners change in PostgreSQL. */
public class Resources {

    /** So long a deletion can be read of. Whoever could not read for longer reads everything anew. */
    static final Duration DELETIONS_KEPT = Duration.ofHours(1);

    private final ResourceRows rows;
    private final ChangeCounters counters;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Map<String, StoredResource> byKey = new ConcurrentHashMap<>();
    private volatile long seen = -1;
    private Instant asked = Instant.MIN;

    Resources(ResourceRows rows, ChangeCounters counters, ApplicationEventPublisher events, Clock clock) {
        this.rows = rows;
        this.counters = counters;
        this.events = events;
        this.clock = clock;
    }

    /** Takes over what was committed since the last time and tells of it; cheap when nothing was. */
    public synchronized void refresh() {
        long now = counters.current(Counter.RESOURCES);
        Instant at = clock.instant();
        boolean anew = at.minus(DELETIONS_KEPT.dividedBy(2)).isAfter(asked);
        if (now == seen && !anew) {
            asked = at;
            return;
        }
        long since = anew ? -1 : seen;
        Set<String> changed = new TreeSet<>();
        Set<String> read = new HashSet<>();
        long newest = since;
        for (StoredResource resource : rows.changedAfter(since)) {
            String key = ResourceAnnounced.key(resource.workspace(), resource.kind(), resource.name());
            if (resource.deleted()) {
                byKey.remove(key);
            } else {
                byKey.put(key, resource);
            }
            read.add(key);
            newest = Math.max(newest, resource.version());
            changed.add(resource.workspace());
        }
        if (anew) {
            byKey.values().stream()
                    .filter(resource -> !read.contains(
                            ResourceAnnounced.key(resource.workspace(), resource.kind(), resource.name())))
                    .forEach(resource -> changed.add(resource.workspace()));
            byKey.keySet().retainAll(read);
        }
        seen = newest > since ? newest : now;
        asked = at;
        changed.forEach(workspace -> events.publishEvent(new ResourcesChanged(workspace)));
    }

    /** Whether the resources were read once since the start. */
    public boolean loaded() {
        return seen >= 0;
    }

    /** Changes whenever a resource does. */
    public long version() {
        return seen;
    }

    /** An SLX's resource of a kind; null when it has none. */
    public @Nullable StoredResource find(Kind kind, SlxRef slx) {
        return byKey.get(ResourceAnnounced.key(slx.workspace(), kind, slx.shortName()));
    }

    /** A workspace; null when there is none of that name. */
    public @Nullable StoredResource workspace(String name) {
        return byKey.get(ResourceAnnounced.key(name, Kind.WORKSPACE, name));
    }

    /** @throws ProblemException 404 when there is no workspace of that name */
    public void requireWorkspace(String name) {
        if (workspace(name) == null) {
            throw ProblemException.notFound("There is no workspace \"" + name + "\".");
        }
    }

    /** All resources of a kind, in no order. */
    public List<StoredResource> all(Kind kind) {
        return byKey.values().stream()
                .filter(resource -> resource.kind() == kind)
                .toList();
    }

    /** All resources of a kind in a workspace, newest first. */
    public List<StoredResource> in(String workspace, Kind kind) {
        return byKey.values().stream()
                .filter(resource ->
                        resource.kind() == kind && resource.workspace().equals(workspace))
                .sorted(Comparator.comparing(StoredResource::created).reversed().thenComparing(StoredResource::name))
                .toList();
    }

    /** The locations a workspace names; the first is where documents without one run. */
    public List<String> locations(String workspace) {
        StoredResource found = workspace(workspace);
        return found != null && found.spec().get("locations") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Where a document runs: its own locations, else its workspace's first. */
    public List<String> locationsOf(StoredResource resource) {
        RobotSpec robot = resource.robot();
        if (robot != null && !robot.locations().isEmpty()) {
            return robot.locations();
        }
        return locations(resource.workspace()).stream().limit(1).toList();
    }
}
