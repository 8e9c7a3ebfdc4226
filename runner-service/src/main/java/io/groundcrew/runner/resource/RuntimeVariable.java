package io.groundcrew.runner.resource;

import io.groundcrew.codecollection.nativebundle.BoundedMatch;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a Runbook that a run may override.
 *
 * @param defaultValue null when there is none
 * @param pattern what the whole value must match, null for anything
 * @param values the values allowed, empty for any
 */
public record RuntimeVariable(
        String name,
        @Nullable String defaultValue,
        @Nullable Pattern pattern,
        List<String> values) {

    private static final int LONGEST_VALUE = 64 * 1024;

    static RuntimeVariable read(String name, Map<?, ?> item) {
        Object defaultValue = item.get("default");
        Pattern pattern = null;
        List<String> values = List.of();
        if (item.get("validation") != null) {
            String place = "spec.runtimeVarsProvided." + SpecField.shown(name);
            Map<?, ?> validation = SpecField.map(item, place, "validation");
            String type = SpecField.text(validation, place + ".validation", "type");
            switch (type) {
                case "regex" -> pattern = compile(place, SpecField.text(validation, place + ".validation", "pattern"));
                case "enum" -> values = allowed(place, validation.get("values"));
                default ->
                    throw new IllegalArgumentException("Expected " + place
                            + ".validation.type to be regex or enum, found \"" + SpecField.shown(type) + "\".");
            }
        }
        return new RuntimeVariable(name, defaultValue == null ? null : SpecField.plain(defaultValue), pattern, values);
    }

    /** Why a value may not be given; null when it may. */
    public @Nullable String refusal(String value) {
        if (value.length() > LONGEST_VALUE) {
            return "The value of " + name + " is longer than " + LONGEST_VALUE + " characters.";
        }
        if (!values.isEmpty() && !values.contains(value)) {
            return "The value of " + name + " is \"" + SpecField.shown(value) + "\"; expected one of "
                    + String.join(", ", values) + ".";
        }
        Pattern expected = pattern;
        if (expected != null) {
            try {
                if (!BoundedMatch.matches(expected, value)) {
                    return "The value of " + name + " is \"" + SpecField.shown(value) + "\"; expected it to match "
                            + expected + ".";
                }
            } catch (BoundedMatch.UndecidedException e) {
                return "Checking the value of " + name + " against " + expected
                        + " takes too long. Simplify the pattern in spec.runtimeVarsProvided.";
            }
        }
        return null;
    }

    private static Pattern compile(String place, String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "Expected " + place + ".validation.pattern to be a regular expression: " + e.getDescription() + ".",
                    e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(
                    "Expected " + place
                            + ".validation.pattern to be a simpler regular expression: it is nested too deeply.",
                    e);
        }
    }

    private static List<String> allowed(String place, @Nullable Object values) {
        if (values instanceof List<?> list && !list.isEmpty()) {
            return list.stream().map(String::valueOf).toList();
        }
        throw new IllegalArgumentException(
                "Expected " + place + ".validation.values to be a list with the allowed values.");
    }
}
