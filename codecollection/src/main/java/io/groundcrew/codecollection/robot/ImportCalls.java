package io.groundcrew.codecollection.robot;

import io.groundcrew.codecollection.bundle.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the calls that ask for variables, secrets and services, wherever in a row they stand. */
final class ImportCalls {

    private static final Map<String, Parameter.Kind> KEYWORDS = Map.of(
            "importuservariable", Parameter.Kind.VARIABLE,
            "importsecret", Parameter.Kind.SECRET,
            "importoptionalsecret", Parameter.Kind.SECRET,
            "importservice", Parameter.Kind.SERVICE,
            "importplatformvariable", Parameter.Kind.PLATFORM_VARIABLE);

    private static final Pattern NAMED = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)", Pattern.DOTALL);
    /** Positions of the arguments that are given without a name. */
    private static final Map<Parameter.Kind, List<String>> POSITIONS = Map.of(
            Parameter.Kind.VARIABLE, List.of("varname", "type", "description", "example", "pattern", "enum"),
            Parameter.Kind.SECRET, List.of("varname", "description", "example", "pattern", "optional"),
            Parameter.Kind.SERVICE, List.of("varname", "description", "example", "default"),
            Parameter.Kind.PLATFORM_VARIABLE, List.of("varname"));

    private final Map<String, Parameter> found = new LinkedHashMap<>();

    List<Parameter> parameters() {
        return List.copyOf(found.values());
    }

    void look(List<Cell> row) {
        for (int i = 0; i < row.size(); i++) {
            String keyword = row.get(i).value().replaceAll("[\\s_]", "").toLowerCase(Locale.ROOT);
            String bare = keyword.startsWith("rw.core.") ? keyword.substring("rw.core.".length()) : keyword;
            Parameter.Kind kind = KEYWORDS.get(bare);
            if (kind != null) {
                take(kind, bare.contains("optional"), row.get(i).line(), row.subList(i + 1, row.size()));
                return;
            }
        }
    }

    private void take(Parameter.Kind kind, boolean optionalKeyword, int line, List<Cell> arguments) {
        Map<String, String> given = new HashMap<>();
        List<String> positions = POSITIONS.getOrDefault(kind, List.of());
        int position = 0;
        for (Cell argument : arguments) {
            Matcher named = NAMED.matcher(argument.value());
            if (named.matches()) {
                given.putIfAbsent(named.group(1), named.group(2));
            } else if (position < positions.size()) {
                given.putIfAbsent(positions.get(position++), argument.value());
            }
        }
        String name = given.getOrDefault("varname", "");
        if (!NAME.matcher(name).matches()) {
            // A name that is itself a variable is only known when the suite runs.
            return;
        }
        String fallback = kind == Parameter.Kind.VARIABLE ? unescaped(given.get("default")) : null;
        boolean optional = optionalKeyword || truthy(given.get("optional"));
        boolean required = kind == Parameter.Kind.SECRET ? !optional : fallback == null;
        found.putIfAbsent(
                kind + " " + name,
                new Parameter(
                        kind,
                        name,
                        unescaped(given.get("type")),
                        unescaped(given.get("description")),
                        asWritten(given.get("pattern")),
                        unescaped(given.get("example")),
                        fallback,
                        values(given.get("enum")),
                        required,
                        line));
    }

    private static boolean truthy(@Nullable String text) {
        return text != null && text.replaceAll("[${}]", "").strip().equalsIgnoreCase("true");
    }

    /** {@code [a,b]}, {@code ["a", "b"]} or {@code a,b}. */
    private static List<String> values(@Nullable String text) {
        List<String> values = new ArrayList<>();
        if (text != null) {
            String inner = text.strip();
            if (inner.startsWith("[") && inner.endsWith("]")) {
                inner = inner.substring(1, inner.length() - 1);
            }
            for (String value : inner.split(",", -1)) {
                String bare = value.strip();
                if (bare.length() >= 2
                        && (bare.charAt(0) == '"' || bare.charAt(0) == '\'')
                        && bare.charAt(bare.length() - 1) == bare.charAt(0)) {
                    bare = bare.substring(1, bare.length() - 1);
                }
                if (!bare.isEmpty()) {
                    values.add(bare);
                }
            }
        }
        return values;
    }

    /** A pattern means what its author typed: Robot would drop the backslash of {@code \w}. */
    private static @Nullable String asWritten(@Nullable String text) {
        return text == null ? null : text.replace("\\\\", "\\");
    }

    private static @Nullable String unescaped(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.equals("${EMPTY}")) {
            return "";
        }
        return ESCAPE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group(1)) {
                            case "n" -> "\n";
                            case "r" -> "\r";
                            case "t" -> "\t";
                            default -> match.group(1);
                        }));
    }
}
