package io.groundcrew.codecollection.bundle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a suite wants to be given.
 *
 * @param kind of thing
 * @param name of the variable, secret or service
 * @param type hint: string, boolean, number or integer; null where none is given
 * @param description for a person; null where none is given
 * @param pattern regular expression hint; null where none is given
 * @param example value; null where none is given
 * @param defaultValue taken when none is given; null when there is none, which is not the same as empty
 * @param values the only ones allowed; empty when any is
 * @param required whether a run fails without it
 * @param line 1-based, where it is asked for
 */
public record Parameter(
        Kind kind,
        String name,
        @Nullable String type,
        @Nullable String description,
        @Nullable String pattern,
        @Nullable String example,
        @Nullable String defaultValue,
        List<String> values,
        boolean required,
        int line) {

    /** What kind of thing is asked for. */
    public enum Kind {
        VARIABLE,
        SECRET,
        SERVICE,
        /** A variable whose name starts with {@code RW_}, which the platform sets. */
        PLATFORM_VARIABLE
    }

    public Parameter {
        values = List.copyOf(values);
    }
}
