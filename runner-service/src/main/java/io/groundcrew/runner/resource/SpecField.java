package io.groundcrew.runner.resource;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads fields of a document and says which one is wrong. */
final class SpecField {

    private SpecField() {}

    static Map<?, ?> map(Map<?, ?> parent, String place, String field) {
        if (parent.get(field) instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("Expected " + place + "." + field + " to be a mapping, found "
                + shown(String.valueOf(parent.get(field))) + ".");
    }

    /** A scalar that is there and not blank, as text. */
    static String text(Map<?, ?> parent, String place, String field) {
        Object value = parent.get(field);
        if (value == null
                || value instanceof Map
                || value instanceof List
                || String.valueOf(value).isBlank()) {
            throw new IllegalArgumentException("Expected " + place + "." + field + " to be a text, found "
                    + (value == null ? "nothing" : "\"" + shown(String.valueOf(value)) + "\"") + ".");
        }
        return plain(value);
    }

    /** A scalar as text; a number as people write it, without an exponent. */
    static String plain(Object scalar) {
        String text = String.valueOf(scalar);
        return scalar instanceof Number && text.indexOf('E') >= 0 ? new BigDecimal(text).toPlainString() : text;
    }

    /** The items of a list of mappings; none when the field is absent. */
    static List<Map<?, ?>> items(Map<?, ?> parent, String place, String field) {
        Object value = parent.get(field);
        if (value == null) {
            return List.of();
        }
        List<Map<?, ?>> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object one : list) {
                if (!(one instanceof Map<?, ?> item)) {
                    throw new IllegalArgumentException("Expected each item of " + place + "." + field
                            + " to be a mapping, found \"" + shown(String.valueOf(one)) + "\".");
                }
                items.add(item);
            }
            return items;
        }
        throw new IllegalArgumentException("Expected " + place + "." + field + " to be a list.");
    }

    /** The {@code value} of a name-value pair as text; empty when absent. */
    static String value(Map<?, ?> item, String place, int longest) {
        Object value = item.get("value");
        String text = value == null ? "" : plain(value);
        if (value instanceof Map || value instanceof List || text.length() > longest) {
            throw new IllegalArgumentException(
                    "Expected the value of " + place + " \"" + shown(String.valueOf(item.get("name")))
                            + "\" to be a text of at most " + longest + " characters.");
        }
        return text;
    }

    /** A whole number within bounds; the usual one when the field is absent. */
    static int number(Map<?, ?> parent, String place, String field, int least, int most, int usual) {
        Object value = parent.get(field);
        if (value == null) {
            return usual;
        }
        if (!(value instanceof Integer number) || number < least || number > most) {
            throw new IllegalArgumentException("Expected " + place + "." + field + " to be a whole number from " + least
                    + " to " + most + ", found " + shown(String.valueOf(value)) + ".");
        }
        return number;
    }

    static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
