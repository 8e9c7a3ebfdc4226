package io.groundcrew.contracts.run;

import java.util.Locale;

/** Which queue of a pool a request waits in, so that a burst of checks never delays a person. */
public enum Lane {
    INTERACTIVE,
    SCHEDULED;

    /** The lane as a part of a topic name. */
    public String topicPart() {
        return name().toLowerCase(Locale.ROOT);
    }
}
