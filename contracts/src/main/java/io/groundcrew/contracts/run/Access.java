package io.groundcrew.contracts.run;

import java.util.Collection;

/** What a task may do to the system it looks at, as its {@code access:*} tag declares. */
public enum Access {
    READ_ONLY,
    UNTAGGED,
    READ_WRITE;

    /** The highest access among the given ones; {@link #UNTAGGED} for none at all. */
    public static Access highest(Collection<Access> accesses) {
        return accesses.stream().max(Enum::compareTo).orElse(UNTAGGED);
    }
}
