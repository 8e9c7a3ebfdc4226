package io.groundcrew.worker.pool;

import io.groundcrew.contracts.fleet.PoolAnnounced;
import io.groundcrew.contracts.fleet.WorkerBeat.Environment;
import io.groundcrew.contracts.fleet.WorkerBeat.State;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pools of this location as the runner announced them, and how far each commit's preparation is. */
public final class Pools {

    private static final Logger log = LoggerFactory.getLogger(Pools.class);
    private static final int PREPARED_AT_ONCE = 2;

    private final CollectionTrees trees;
    private final Map<String, PoolAnnounced> announced = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Environment>> environments = new TreeMap<>();
    private final Map<String, Preparation> preparations = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore turns = new Semaphore(PREPARED_AT_ONCE);

    Pools(CollectionTrees trees) {
        this.trees = trees;
    }

    /** Calls the listener after each change of {@link #ready()} or {@link #environments()}; it must return soon. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Names of the pools that have at least one commit ready. */
    public Set<String> ready() {
        Set<String> names = new TreeSet<>();
        synchronized (environments) {
            environments.forEach((pool, commits) -> {
                if (commits.values().stream().anyMatch(environment -> environment.state() == State.READY)) {
                    names.add(pool);
                }
            });
        }
        return names;
    }

    /** What this worker has prepared or is preparing. */
    public List<Environment> environments() {
        synchronized (environments) {
            return environments.values().stream()
                    .flatMap(commits -> commits.values().stream())
                    .toList();
        }
    }

    /**
     * A pool's files at a commit for one execution; prepared now if they are not ready.
     *
     * @throws PreparationException with the reason when that is not possible
     */
    public TreeLease lease(String pool, String commit) throws InterruptedException {
        PoolAnnounced known = announced.get(pool);
        if (known == null) {
            throw new PreparationException("The pool " + pool
                    + " is not, or no longer, announced to this worker. Check that its collection is registered.");
        }
        return trees.lease(known, commit);
    }

    void announce(PoolAnnounced pool) {
        PoolAnnounced before = announced.put(pool.pool(), pool);
        if (before != null && !sameSource(before, pool)) {
            synchronized (environments) {
                environments.remove(pool.pool());
            }
        }
        String commit = pool.commit();
        Preparation running = preparations.get(pool.pool());
        if (commit == null || (running != null && running.isFor(pool))) {
            return;
        }
        if (running != null) {
            running.stop();
        }
        if (state(pool.pool(), commit) != State.READY) {
            put(new Environment(pool.pool(), commit, State.PREPARING, null));
        }
        Preparation preparation = new Preparation(pool, commit, trees, turns, this::put);
        preparations.put(pool.pool(), preparation);
        preparation.start();
    }

    void withdraw(String pool) {
        announced.remove(pool);
        Preparation running = preparations.remove(pool);
        if (running != null) {
            running.stop();
        }
        synchronized (environments) {
            environments.remove(pool);
        }
        changed();
        log.info("Pool {} is served no longer", pool);
    }

    /** Ends all preparations. */
    void stop() {
        preparations.values().forEach(Preparation::stop);
        preparations.clear();
    }

    private State state(String pool, String commit) {
        synchronized (environments) {
            Environment environment = environments.getOrDefault(pool, Map.of()).get(commit);
            return environment == null ? State.PREPARING : environment.state();
        }
    }

    private void put(Environment environment) {
        String pool = environment.pool();
        PoolAnnounced wanted = announced.get(pool);
        if (wanted == null) {
            return;
        }
        synchronized (environments) {
            Map<String, Environment> commits = environments.computeIfAbsent(pool, _ -> new TreeMap<>());
            // A commit that is neither ready nor wanted any more says nothing to anybody.
            commits.values()
                    .removeIf(other -> !other.commit().equals(wanted.commit())
                            && (other.state() != State.READY || !trees.has(wanted, other.commit())));
            commits.put(environment.commit(), environment);
        }
        changed();
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    private static boolean sameSource(PoolAnnounced before, PoolAnnounced now) {
        return before.repoUrl().equals(now.repoUrl()) && before.repoPath().equals(now.repoPath());
    }
}
