package io.groundcrew.runner.limit;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.runner.plan.RunPlans;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The limits for tests of other packages; every SLX has the tag {@code tier: gold}. */
public final class LimitParts {

    private final LimitRows rows;
    private final Limits limits;

    public LimitParts(JdbcClient jdbc, RunPlans plans, PlatformTransactionManager transactions) {
        rows = new LimitRows(jdbc);
        RunsGoingOn goingOn = new RunsGoingOn(jdbc, plans, LimitParts::hasTag);
        limits = new Limits(rows, LimitParts::hasTag, goingOn, transactions);
        limits.refresh();
    }

    private static boolean hasTag(SlxRef slx, String name, @Nullable String value) {
        return name.equals("tier") && (value == null || value.equals("gold"));
    }

    public Limits limits() {
        return limits;
    }

    /** Sets a limit; null leaves a condition out. */
    public void put(
            String name,
            int most,
            @Nullable String slx,
            @Nullable String task,
            @Nullable String tag,
            @Nullable String pool) {
        limits.put(new Limit("demo", name, slx, task, tag, tag == null ? null : "gold", pool, most, "jane"));
    }

    public void delete(String name) {
        rows.delete("demo", name);
        limits.refresh();
    }
}
