package io.groundcrew.runner.change;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts changes in PostgreSQL, so that several runners notice each other's. Taking the next value locks the counter until
 * the transaction ends: a reader that has seen one value has seen every change before it.
 */
public final class ChangeCounters {

    /** What is counted. */
    public enum Counter {
        RESOURCES("resources"),
        COLLECTIONS("collections"),
        SECRETS("secrets"),
        HOLDS("holds");

        private final String row;

        Counter(String row) {
            this.row = row;
        }
    }

    private final JdbcClient jdbc;

    public ChangeCounters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks the counter until the transaction ends, without counting yet. */
    public void lock(Counter counter) {
        jdbc.sql("select value from change_counter where name = ? for update")
                .param(counter.row)
                .query(Long.class)
                .single();
    }

    /** Counts one change and answers the new value; call it in a transaction. */
    public long next(Counter counter) {
        return jdbc.sql("update change_counter set value = value + 1 where name = ? returning value")
                .param(counter.row)
                .query(Long.class)
                .single();
    }

    /** The value now. */
    public long current(Counter counter) {
        return jdbc.sql("select value from change_counter where name = ?")
                .param(counter.row)
                .query(Long.class)
                .single();
    }
}
