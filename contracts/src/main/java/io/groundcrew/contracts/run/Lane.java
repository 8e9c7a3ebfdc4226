package io.groundcrew.contracts.run;

import java.util.Locale;

/** Which queue of a pool a request waits in, so that a burst of checks never delays a person. */
public enum Lane {
    /** What people and assistants ask for. */
    INTERACTIVE,

    /** Checks that are due. */
    SCHEDULED,

    /** Checks that are due and are nothing but calls over HTTP or SQL: a worker makes many of them at a time itself. */
    CALLS;

    /** The lane as a part of a topic name. */
    public String topicPart() {
        return name().toLowerCase(Locale.ROOT);
    }
}
