package io.groundcrew.runner.fleet;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.runner.plan.Fleet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The workers' last beats. A beat counts from when it arrived here: the workers' clocks are not asked. Old beats that the
 * topic held at the start count from then, so nobody is taken for dead before this runner has listened long enough.
 */
class WorkerBoard implements Fleet {

    static final Duration STALE = Duration.ofSeconds(20);
    static final Duration SILENT = Duration.ofSeconds(60);

    /** Awake, this runner listens every half second. When it has not for so long, the silence was its own. */
    private static final Duration GAP = Duration.ofSeconds(20);

    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final Clock clock;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();
    private final Map<String, Instant> leftAt = new ConcurrentHashMap<>();
    private volatile Instant since = Instant.EPOCH;
    private volatile Instant listenedAt = Instant.EPOCH;

    private record Heard(WorkerBeat beat, Instant at) {}

    WorkerBoard(Clock clock) {
        this.clock = clock;
    }

    /** Everything that the topic held was read. To be said again and again: what was missed in a gap was no silence. */
    void listening() {
        since = listeningSince();
        listenedAt = clock.instant();
    }

    /** Kafka is away: silence means nothing until {@link #listening()}. */
    void deaf() {
        listenedAt = Instant.EPOCH;
    }

    @Override
    public Instant listeningSince() {
        Instant now = clock.instant();
        return listenedAt.plus(GAP).isBefore(now) || since.isAfter(now) ? now : since;
    }

    void beat(WorkerBeat beat) {
        heard.put(beat.worker(), new Heard(beat, clock.instant()));
        Instant longAgo = clock.instant().minus(FORGOTTEN);
        heard.values().removeIf(one -> one.at().isBefore(longAgo));
        leftAt.values().removeIf(at -> at.isBefore(longAgo));
    }

    void left(String worker) {
        heard.remove(worker);
        leftAt.put(worker, clock.instant());
    }

    @Override
    public boolean isSilent(String worker, Instant now) {
        if (listeningSince().plus(SILENT).isAfter(now)) {
            return false;
        }
        Heard last = heard.get(worker);
        // What one that left has handed back, another may have begun already and not told yet.
        Instant heardLast = last == null ? leftAt.get(worker) : last.at();
        return heardLast == null || heardLast.plus(SILENT).isBefore(now);
    }

    @Override
    public @Nullable Instant lastBeat(String worker) {
        Heard last = heard.get(worker);
        return last == null ? null : last.at();
    }

    @Override
    public @Nullable Instant heardWithout(String worker, UUID run) {
        Heard last = heard.get(worker);
        if (last == null || last.beat().running().contains(run)) {
            return null;
        }
        return last.at().isBefore(listeningSince().plus(STALE)) ? null : last.at();
    }

    @Override
    public List<WorkerBeat> workers() {
        return heard.values().stream().map(Heard::beat).toList();
    }

    /** Whether a worker was not heard of for a while. */
    boolean isStale(WorkerBeat beat) {
        Heard last = heard.get(beat.worker());
        return last == null || last.at().plus(STALE).isBefore(clock.instant());
    }

    /** What live workers of a location have of a pool. */
    List<WorkerBeat.Environment> environments(String location, String pool) {
        Instant now = clock.instant();
        return heard.values().stream()
                .filter(one -> one.beat().location().equals(location)
                        && !one.at().plus(SILENT).isBefore(now))
                .flatMap(one -> one.beat().environments().stream())
                .filter(environment -> environment.pool().equals(pool))
                .toList();
    }
}
