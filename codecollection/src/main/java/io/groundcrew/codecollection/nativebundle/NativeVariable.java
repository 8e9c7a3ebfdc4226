package io.groundcrew.codecollection.nativebundle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a native bundle.
 *
 * @param name letters, digits and underscores, as an environment variable has it
 * @param type string, boolean, number or integer
 * @param description for a person; empty when there is none
 * @param defaultValue taken when none is given; null when there is none
 * @param required whether a run is refused without a value
 * @param pattern regular expression the whole value must match; null when any does
 * @param values the only ones allowed; empty when any is
 * @param example null when none is given
 * @param line 1-based
 */
public record NativeVariable(
        String name,
        String type,
        String description,
        @Nullable String defaultValue,
        boolean required,
        @Nullable String pattern,
        List<String> values,
        @Nullable String example,
        int line) {

    public NativeVariable {
        values = List.copyOf(values);
    }
}
