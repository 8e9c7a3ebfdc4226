package io.groundcrew.worker.run;

/** The runner's answer to whether something that must not be repeated may start. */
enum Leave {
    /** It may, here and nowhere else. */
    GRANTED,
    /** It must not: it was cancelled, or it is too late. */
    DENIED,
    /** It must not: it is over, or somebody else has leave to start it. */
    OVER
}
