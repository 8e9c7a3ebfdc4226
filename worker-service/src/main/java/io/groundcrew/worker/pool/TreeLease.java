package io.groundcrew.worker.pool;

/**
 * A tree that stays on disk until this is closed.
 *
 * @param tree the tree
 * @param release what gives it back
 */
public record TreeLease(PreparedTree tree, Runnable release) implements AutoCloseable {

    /** Gives the tree back; call it once. */
    @Override
    public void close() {
        release.run();
    }
}
