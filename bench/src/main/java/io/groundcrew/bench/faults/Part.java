package io.groundcrew.bench.faults;

/** A process of an installation that can be killed by itself. */
enum Part {
    BROKER("broker"),
    DATABASE("database"),
    RUNNER("runner"),
    INSIGHT("insight"),
    WORKER("worker"),
    SECOND_WORKER("worker-2"),
    GATEWAY("gateway");

    private final String id;

    Part(String id) {
        this.id = id;
    }

    /** Its name for the launcher. */
    String id() {
        return id;
    }
}
