package io.groundcrew.codecollection.robot;

import io.groundcrew.codecollection.bundle.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one import was called with, by the names of the keyword's parameters, as Robot would pair them. */
final class Arguments {

    /** The parameters that can be given without a name, in order. */
    private static final Map<Parameter.Kind, List<String>> POSITIONS = Map.of(
            Parameter.Kind.VARIABLE,
            List.of("varname", "type", "description", "example", "pattern", "enum", "format", "default"),
            Parameter.Kind.SECRET,
            List.of("varname", "description", "example", "pattern", "optional"),
            Parameter.Kind.SERVICE,
            List.of("varname", "description", "example", "default"),
            Parameter.Kind.PLATFORM_VARIABLE,
            List.of("varname"));
    /** What Robot turns into a false truth value; any other text is true. */
    private static final Set<String> FALSE = Set.of("false", "no", "off", "0", "none", "");

    private final Map<String, String> given = new HashMap<>();
    private boolean disordered;

    private Arguments() {}

    static Arguments of(Parameter.Kind kind, List<Cell> cells) {
        Arguments arguments = new Arguments();
        List<String> positions = POSITIONS.getOrDefault(kind, List.of());
        int position = 0;
        boolean named = false;
        for (Cell cell : cells) {
            String text = cell.value();
            int equals = Escapes.equalsSign(text);
            if (equals >= 0) {
                named = true;
                arguments.given.putIfAbsent(text.substring(0, equals), text.substring(equals + 1));
            } else {
                arguments.disordered |= named;
                if (position < positions.size()) {
                    arguments.given.putIfAbsent(positions.get(position++), text);
                }
            }
        }
        return arguments;
    }

    /** Empty when the call names nothing. */
    String name() {
        return Escapes.unescaped(given.getOrDefault("varname", ""));
    }

    /** Whether an argument without a name follows one with a name, which Robot refuses. */
    boolean disordered() {
        return disordered;
    }

    boolean optional() {
        String text = given.get("optional");
        if (text == null) {
            return false;
        }
        String plain = text.startsWith("${") && text.endsWith("}") ? text.substring(2, text.length() - 1) : text;
        return !plain.equalsIgnoreCase("EMPTY") && !FALSE.contains(plain.toLowerCase(Locale.ROOT));
    }

    /** The value as the keyword receives it; null when it is not given, or given as {@code ${None}}. */
    @Nullable
    String text(String parameter) {
        String text = given.get(parameter);
        if (text == null || text.equalsIgnoreCase("${None}")) {
            return null;
        }
        return text.equalsIgnoreCase("${EMPTY}") ? "" : Escapes.unescaped(text);
    }

    /** A pattern means what its author typed: Robot would drop the backslash of {@code \w}. */
    @Nullable
    String pattern() {
        String text = given.get("pattern");
        return text == null ? null : text.replace("\\\\", "\\");
    }

    /** The values of {@code enum}: {@code [a,b]}, {@code ["a", "b"]} or {@code a,b}. */
    List<String> values() {
        String text = text("enum");
        List<String> values = new ArrayList<>();
        if (text != null) {
            String inner = text.strip();
            if (inner.startsWith("[") && inner.endsWith("]")) {
                inner = inner.substring(1, inner.length() - 1);
            }
            for (String value : inner.split(",", -1)) {
                String bare = unquoted(value.strip());
                if (!bare.isEmpty()) {
                    values.add(bare);
                }
            }
        }
        return values;
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.startsWith("\"") || text.startsWith("'"))
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
