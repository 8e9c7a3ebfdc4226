package io.groundcrew.worker.run;

/** What became of an execution, as its slot must know it. */
public enum Settlement {
    /** Its end and all its output are stored; the request is done. */
    PUBLISHED,
    /** Its start-by time passed before it could start; the runner settles it. */
    TOO_LATE,
    /** It was given up and nothing of its end was published; the request may go to somebody else. */
    ABANDONED
}
