package io.groundcrew.runner.limit;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.runner.plan.Plan;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets runs begin as far as the limits have room. The limits are known from memory, at most a second old; the places that
 * runs have taken are rows, so that all runners count the same.
 */
public class Limits {

    private final LimitRows rows;
    private final Limit.Tags tags;
    private final RunsGoingOn goingOn;
    private final TransactionTemplate byItself;
    private volatile List<Limit> all = List.of();
    private volatile boolean known;

    Limits(LimitRows rows, Limit.Tags tags, RunsGoingOn goingOn, PlatformTransactionManager transactions) {
        this.rows = rows;
        this.tags = tags;
        this.goingOn = goingOn;
        this.byItself = new TransactionTemplate(transactions);
        // A place is taken at once and for all to see, whatever else its caller has under way.
        this.byItself.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    void refresh() {
        all = rows.all();
        known = true;
        if (!all.isEmpty()) {
            rows.releaseEnded();
        }
    }

    /** Sets a limit; what goes on already counts, even beyond what it allows. */
    void put(Limit limit) {
        byItself.executeWithoutResult(status -> {
            rows.put(limit);
            rows.occupy(limit, goingOn.under(limit));
        });
        refresh();
    }

    List<Limit> all() {
        return all;
    }

    /** False for a runner that has just started: until then it must not dispatch anything. */
    public boolean known() {
        return known;
    }

    /** Whether a run must be admitted before it may be dispatched. */
    public boolean holdFor(SlxRef slx, Plan.Ready plan) {
        return !known || !of(slx, plan).isEmpty();
    }

    /** A look at what waits, the eldest first: who comes later does not overtake who waits for the same. */
    public Round round() {
        return new Round();
    }

    /** Frees the places of runs that have ended; true when there may be any who wait for them. */
    public boolean release(Collection<UUID> ended) {
        if (all.isEmpty()) {
            return false;
        }
        rows.release(ended);
        return true;
    }

    private List<Limit> of(SlxRef slx, Plan.Ready plan) {
        if (all.isEmpty()) {
            return List.of();
        }
        Set<String> titles = Set.copyOf(plan.selected());
        return all.stream()
                .filter(limit -> limit.holdsFor(slx, tags, titles, plan.pool()))
                .toList();
    }

    /** One look at the runs that wait. */
    public final class Round {

        private final Set<Limit> full = new HashSet<>();

        private Round() {}

        /** Takes a place under each limit; else none, and the answer is what the run waits for. */
        public Optional<String> admit(UUID run, SlxRef slx, Plan.Ready plan) {
            List<Limit> limits = of(slx, plan);
            if (limits.isEmpty()) {
                return Optional.empty();
            }
            Optional<Limit> obstacle = limits.stream().filter(full::contains).findFirst();
            if (obstacle.isEmpty()) {
                obstacle = byItself.execute(status -> take(run, limits));
            }
            obstacle.ifPresent(full::add);
            return obstacle.map(Limit::reason);
        }

        private Optional<Limit> take(UUID run, List<Limit> limits) {
            Optional<Limit> obstacle =
                    limits.stream().filter(limit -> !rows.take(limit, run)).findFirst();
            if (obstacle.isPresent()) {
                rows.release(List.of(run));
            }
            return obstacle;
        }
    }
}
