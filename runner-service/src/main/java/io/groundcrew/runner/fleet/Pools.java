package io.groundcrew.runner.fleet;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.runner.collection.CollectionDirectory;
import io.groundcrew.runner.collection.EnvironmentStates;
import io.groundcrew.runner.collection.RegisteredCollection;
import io.groundcrew.runner.plan.ReadyPools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which commit of each pool can be run. A pool moves to a new commit when a worker has it ready; until then, and when it
 * fails, the last ready one stays.
 */
class Pools implements ReadyPools, EnvironmentStates {

    private final PoolRows rows;
    private final WorkerBoard board;
    private final CollectionDirectory collections;
    private volatile Map<String, PoolRows.Row> remembered = Map.of();
    private volatile boolean noted;
    private volatile boolean known;

    Pools(PoolRows rows, WorkerBoard board, CollectionDirectory collections) {
        this.rows = rows;
        this.board = board;
        this.collections = collections;
    }

    /** Reads what is remembered, notes what became ready, and has the catalogues of ready commits read. */
    synchronized void refresh() {
        Map<String, PoolRows.Row> all = new HashMap<>();
        for (PoolRows.Row row : rows.all()) {
            all.put(key(row.location(), row.pool()), noted(row));
        }
        remembered = Map.copyOf(all);
        noted = true;
        collections.use(
                all.values().stream().flatMap(row -> ready(row).stream()).toList());
    }

    @Override
    public boolean known() {
        if (!known && noted && collections.loaded()) {
            known = remembered.values().stream()
                    .flatMap(row -> ready(row).stream())
                    .allMatch(ready -> collections
                            .catalogAt(ready.collection(), ready.commit())
                            .isPresent());
        }
        return known;
    }

    private Optional<CollectionDirectory.InUse> ready(PoolRows.Row row) {
        return Optional.ofNullable(row.readyCommit())
                .flatMap(
                        commit -> collection(row).map(collection -> new CollectionDirectory.InUse(collection, commit)));
    }

    private Optional<RegisteredCollection> collection(PoolRows.Row row) {
        return collections.find(row.pool()).filter(one -> one.source().equals(row.source()));
    }

    private PoolRows.Row noted(PoolRows.Row row) {
        Optional<RegisteredCollection> collection = collection(row);
        if (collection.isEmpty()) {
            return row;
        }
        String wanted = collection.get().commit();
        // A commit whose requirements are there in part is better than none, and worse than the one before it.
        boolean usable = board.environments(row.location(), row.pool()).stream()
                .filter(environment -> environment.state() == WorkerBeat.State.READY)
                .filter(environment -> environment.commit().equals(wanted))
                .anyMatch(environment -> environment.reason() == null || row.readyCommit() == null);
        String next = usable ? wanted : row.readyCommit();
        if (next == null || Objects.equals(next, row.readyCommit())) {
            return row;
        }
        rows.ready(row.location(), row.pool(), row.source(), next);
        return new PoolRows.Row(row.location(), row.pool(), row.source(), next);
    }

    @Override
    public Optional<String> readyCommit(String location, RegisteredCollection collection) {
        PoolRows.Row row = remembered.get(key(location, collection.name()));
        return row == null || !row.source().equals(collection.source())
                ? Optional.empty()
                : Optional.ofNullable(row.readyCommit());
    }

    @Override
    public String waitingFor(String location, RegisteredCollection collection) {
        String failure = failure(board.environments(location, collection.name()), collection.commit());
        return failure == null ? "preparing environment" : "preparing environment: " + failure;
    }

    @Override
    public Environment environment(RegisteredCollection collection) {
        String wanted = collection.commit();
        List<PoolRows.Row> mine = remembered.values().stream()
                .filter(row ->
                        row.pool().equals(collection.name()) && row.source().equals(collection.source()))
                .toList();
        String ready = mine.stream()
                .map(PoolRows.Row::readyCommit)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (wanted == null) {
            return new Environment("preparing", ready, "It has no commit yet.");
        }
        if (!mine.isEmpty() && mine.stream().allMatch(row -> wanted.equals(row.readyCommit()))) {
            return new Environment("ready", wanted, reported(mine, wanted, WorkerBeat.State.READY));
        }
        String failure = reported(mine, wanted, WorkerBeat.State.FAILED);
        failure = failure == null ? reported(mine, wanted, WorkerBeat.State.READY) : failure;
        if (failure != null) {
            return new Environment("failed", ready, failure);
        }
        boolean nobody = mine.stream()
                .allMatch(row -> board.workers().stream()
                        .noneMatch(beat -> beat.location().equals(row.location())));
        return new Environment(
                "preparing",
                ready,
                nobody
                        ? "No worker is online."
                        : "Commit " + wanted.substring(0, Math.min(10, wanted.length())) + " is being prepared.");
    }

    /** What workers say of a commit that is in that state; null for nothing. */
    private @Nullable String reported(List<PoolRows.Row> rows, String commit, WorkerBeat.State state) {
        return rows.stream()
                .flatMap(row -> board.environments(row.location(), row.pool()).stream())
                .filter(one -> one.commit().equals(commit) && one.state() == state)
                .map(WorkerBeat.Environment::reason)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String failure(List<WorkerBeat.Environment> environments, @Nullable String commit) {
        return environments.stream()
                .filter(one -> one.commit().equals(commit) && one.state() == WorkerBeat.State.FAILED)
                .map(one -> one.reason() == null ? "It failed without a reason." : one.reason())
                .findFirst()
                .orElse(null);
    }

    static String key(String location, String pool) {
        return location + "." + pool;
    }
}
