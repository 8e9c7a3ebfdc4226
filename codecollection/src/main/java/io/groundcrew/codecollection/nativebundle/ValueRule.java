package io.groundcrew.codecollection.nativebundle;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which values a variable takes.
 *
 * @param type of the value, which stays a text
 * @param pattern the whole value must match; null when any does
 * @param values the only ones allowed; empty when any is
 * @param minimum the least number allowed; null for none
 * @param maximum the largest number allowed; null for none
 * @param maxLength the most characters of a text
 */
public record ValueRule(
        Type type,
        @Nullable Pattern pattern,
        List<String> values,
        @Nullable BigDecimal minimum,
        @Nullable BigDecimal maximum,
        int maxLength) {

    /** The most characters a value may ever have. */
    public static final int LONGEST = 65_536;

    /** What a value is. Numbers are written as JSON writes them. */
    public enum Type {
        STRING("a text", ""),
        INTEGER("a whole number", "-?(?:0|[1-9][0-9]{0,29})"),
        NUMBER("a number", "-?(?:0|[1-9][0-9]{0,29})(?:\\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?"),
        BOOLEAN("true or false", "true|false");

        private final String words;
        private final Pattern form;

        Type(String words, String form) {
            this.words = words;
            this.form = Pattern.compile(form);
        }

        boolean takes(String value) {
            return this == STRING || form.matcher(value).matches();
        }

        boolean isNumeric() {
            return this == INTEGER || this == NUMBER;
        }
    }

    public ValueRule {
        values = List.copyOf(values);
    }

    /** What is expected instead of this value, such as "a whole number"; empty when the value will do. */
    public Optional<String> unmet(String value) {
        if (value.length() > maxLength) {
            return Optional.of("at most " + maxLength + " characters");
        }
        if (!type.takes(value)) {
            return Optional.of(type.words);
        }
        if (minimum != null && new BigDecimal(value).compareTo(minimum) < 0) {
            return Optional.of("a number of at least " + minimum.toPlainString());
        }
        if (maximum != null && new BigDecimal(value).compareTo(maximum) > 0) {
            return Optional.of("a number of at most " + maximum.toPlainString());
        }
        if (!values.isEmpty() && !values.contains(value)) {
            return Optional.of("one of " + String.join(", ", values));
        }
        if (pattern != null && !matches(pattern, value)) {
            return Optional.of("a value that matches " + pattern.pattern());
        }
        return Optional.empty();
    }

    private static boolean matches(Pattern pattern, String value) {
        try {
            return BoundedMatch.matches(pattern, value);
        } catch (BoundedMatch.UndecidedException e) {
            return false;
        }
    }
}
