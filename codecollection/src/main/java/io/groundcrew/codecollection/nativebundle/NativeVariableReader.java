package io.groundcrew.codecollection.nativebundle;

import io.groundcrew.codecollection.bundle.ParameterNames;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what a {@code codebundle.yaml} declares: its variables and secrets. */
final class NativeVariableReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private NativeVariableReader() {}

    static NativeVariable variable(Fields fields) {
        fields.only(Set.of(
                "name",
                "type",
                "description",
                "default",
                "required",
                "pattern",
                "enum",
                "minimum",
                "maximum",
                "maxLength",
                "example"));
        ValueRule rule = rule(fields);
        String fallback = fields.text("default");
        check(fields, "default", rule, fallback);
        check(fields, "example", rule, fields.text("example"));
        return new NativeVariable(
                name(fields),
                fields.textOr("description", ""),
                rule,
                fallback,
                fields.flag("required", fallback == null),
                fields.text("example"),
                fields.line());
    }

    static NativeSecret secret(Fields fields) {
        fields.only(Set.of("name", "description", "optional"));
        return new NativeSecret(
                name(fields), fields.textOr("description", ""), fields.flag("optional", false), fields.line());
    }

    private static ValueRule rule(Fields fields) {
        ValueRule.Type type = type(fields);
        BigDecimal minimum = fields.decimal("minimum");
        BigDecimal maximum = fields.decimal("maximum");
        if (!type.isNumeric()) {
            unwanted(fields, "minimum", "integer or number");
            unwanted(fields, "maximum", "integer or number");
            minimum = null;
            maximum = null;
        } else if (minimum != null && maximum != null && minimum.compareTo(maximum) > 0) {
            fields.problem(fields.line("maximum"), "The maximum is below the minimum. Exchange them.");
        }
        if (type != ValueRule.Type.STRING) {
            unwanted(fields, "maxLength", "string");
        }
        List<String> values = fields.texts("enum");
        ValueRule form = new ValueRule(type, null, List.of(), minimum, maximum, ValueRule.LONGEST);
        values.forEach(value -> check(fields, "enum", form, value));
        return new ValueRule(
                type,
                pattern(fields),
                values,
                minimum,
                maximum,
                fields.number("maxLength", ValueRule.LONGEST, 1, ValueRule.LONGEST));
    }

    private static ValueRule.Type type(Fields fields) {
        String type = fields.textOr("type", "string");
        return switch (type) {
            case "string" -> ValueRule.Type.STRING;
            case "integer" -> ValueRule.Type.INTEGER;
            case "number" -> ValueRule.Type.NUMBER;
            case "boolean" -> ValueRule.Type.BOOLEAN;
            default -> {
                fields.problem(
                        fields.line("type"), "Expected string, integer, number or boolean, found '" + type + "'.");
                yield ValueRule.Type.STRING;
            }
        };
    }

    private static @Nullable Pattern pattern(Fields fields) {
        String pattern = fields.text("pattern");
        if (pattern == null) {
            return null;
        }
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            fields.problem(
                    fields.line("pattern"),
                    "The pattern is not a valid regular expression: " + e.getDescription() + ". Correct it.");
            return null;
        } catch (StackOverflowError e) {
            fields.problem(fields.line("pattern"), "The pattern is nested too deeply. Simplify it.");
            return null;
        }
    }

    private static void check(Fields fields, String key, ValueRule rule, @Nullable String value) {
        if (value != null) {
            rule.unmet(value)
                    .ifPresent(expected -> fields.problem(
                            fields.line(key),
                            "Expected " + expected + " as '" + key + "', found '" + Fields.cut(value) + "'."));
        }
    }

    private static void unwanted(Fields fields, String key, String types) {
        if (fields.has(key)) {
            fields.problem(fields.line(key), "Only a variable of type " + types + " has a '" + key + "'. Remove it.");
        }
    }

    private static String name(Fields fields) {
        String name = fields.required("name");
        if (!NAME.matcher(name).matches() || !ParameterNames.isAllowed(name)) {
            fields.problem(
                    fields.line("name"),
                    "The name '" + Fields.cut(name)
                            + "' cannot be used. Expected letters, digits and underscores, and no name that shells or"
                            + " interpreters act upon.");
        }
        return name;
    }
}
