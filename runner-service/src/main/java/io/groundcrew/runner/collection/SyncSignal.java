package io.groundcrew.runner.collection;

/** Wakes whoever starts due syncs. */
interface SyncSignal {

    void wake();
}
