package io.groundcrew.codecollection.catalog;

/** How much of one collection is read, since what is read stays in memory: each file, and all of them together. */
final class ReadBudget {

    static final int FILE = 2 << 20;
    static final int COLLECTION = 64 << 20;
    /** A larger file is read again for each commit rather than remembered. */
    static final int REMEMBERED = 256 << 10;

    private long left = COLLECTION;

    /** Takes what was read; false, and nothing is taken, when that is too much. */
    boolean take(int bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }
}
