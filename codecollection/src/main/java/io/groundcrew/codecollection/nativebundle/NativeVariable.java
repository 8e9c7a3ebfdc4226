package io.groundcrew.codecollection.nativebundle;

import org.jspecify.annotations.Nullable;

/**
 * A variable of a native bundle.
 *
 * @param name letters, digits and underscores, as an environment variable has it
 * @param description for a person; empty when there is none
 * @param rule which values it takes
 * @param defaultValue taken when none is given, and allowed by the rule; null when there is none
 * @param required whether a run is refused without a value
 * @param example null when none is given
 * @param line 1-based
 */
public record NativeVariable(
        String name,
        String description,
        ValueRule rule,
        @Nullable String defaultValue,
        boolean required,
        @Nullable String example,
        int line) {}
