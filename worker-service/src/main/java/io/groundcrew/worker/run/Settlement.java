package io.groundcrew.worker.run;

/** What became of an execution, as its slot must know it. */
public enum Settlement {
    /** Its end and all its output are stored; the request is done. */
    PUBLISHED,
    /** It must not start any more: it is too late, cancelled, or not granted. The runner settles it. */
    NOT_STARTED,
    /** It must not start: the runner says that it is over, or that somebody else has leave to start it. */
    OVER,
    /** It must not start, or go on: another attempt has taken its place. */
    SUPERSEDED,
    /** It was given up and nothing of its end was published; the request may go to somebody else. */
    ABANDONED
}
