package io.groundcrew.runner.resource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what YAML made into what JSON can hold, following every alias and counting what that comes to. */
final class PlainContent {

    private static final int MOST_VALUES = 200_000;
    private static final int DEEPEST = 100;
    private static final int MOST_CHARACTERS = 1_000_000;
    private static final int LONGEST_KEY = 1_000;
    private static final int MOST_DIGITS = 100;

    private int values;
    private int characters;

    private PlainContent() {}

    /**
     * @throws IllegalArgumentException for what JSON cannot hold, and for content that grows beyond bounds
     */
    static @Nullable Object of(@Nullable Object loaded) {
        return new PlainContent().plain(loaded, 0);
    }

    private @Nullable Object plain(@Nullable Object value, int depth) {
        if (++values > MOST_VALUES || depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "with its aliases followed it has more than " + MOST_VALUES + " values or " + DEEPEST + " levels.");
        }
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> plainMap(map, depth);
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                for (Object one : list) {
                    copy.add(plain(one, depth + 1));
                }
                yield copy;
            }
            case String text -> {
                if (text.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("a text in it contains a NUL character.");
                }
                count(text);
                yield text;
            }
            case Double number
            when number.isNaN() || number.isInfinite() ->
                throw new IllegalArgumentException("it contains the number " + number + ".");
            // Readers of JSON refuse longer ones, so it could be stored and never be read again.
            case BigInteger number
            when number.bitLength() > MOST_DIGITS * 4 ->
                throw new IllegalArgumentException("it contains a number of more than " + MOST_DIGITS + " digits.");
            case Number number -> number;
            case Boolean bool -> bool;
            default ->
                throw new IllegalArgumentException(
                        "it contains a value of type " + value.getClass().getSimpleName() + ".");
        };
    }

    private Map<String, @Nullable Object> plainMap(Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() instanceof Map || entry.getKey() instanceof List) {
                throw new IllegalArgumentException("a key in it is a collection.");
            }
            String key = String.valueOf(plain(entry.getKey(), depth + 1));
            if (key.length() > LONGEST_KEY) {
                throw new IllegalArgumentException("a key in it has more than " + LONGEST_KEY + " characters.");
            }
            copy.put(key, plain(entry.getValue(), depth + 1));
        }
        return copy;
    }

    private void count(String text) {
        characters += text.length();
        if (characters > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "with its aliases followed it has more than " + MOST_CHARACTERS + " characters.");
        }
    }
}
