package io.groundcrew.codecollection.robot;

import io.groundcrew.codecollection.bundle.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the calls that ask for variables, secrets and services: plain, in an inline IF, or handed to Run Keyword. */
final class ImportCalls {

    private static final Map<String, Parameter.Kind> KEYWORDS = Map.of(
            "importuservariable", Parameter.Kind.VARIABLE,
            "importsecret", Parameter.Kind.SECRET,
            "importoptionalsecret", Parameter.Kind.SECRET,
            "importservice", Parameter.Kind.SERVICE,
            "importplatformvariable", Parameter.Kind.PLATFORM_VARIABLE);
    private static final String OUR_LIBRARY = "rw.core.";
    private static final String ROBOTS_LIBRARY = "builtin.";
    /** Keywords that call the keyword named in their arguments; the first stands for a whole family. */
    private static final List<String> WRAPPERS = List.of("runkeyword", "waituntilkeywordsucceeds", "repeatkeyword");
    /** What ends one call and starts the next, inside an inline IF or a wrapper. */
    private static final Set<String> BORDERS = Set.of("AND", "ELSE", "ELSE IF");

    private static final int MOST_IMPORTS = 2_000;
    private static final int MOST_ARGUMENTS = 100;
    private static final Set<String> SETTINGS = Set.of("[setup]", "[teardown]");
    private static final Pattern ASSIGNED = Pattern.compile("[$@&]\\{.+[}\\]]\\s?=?", Pattern.DOTALL);

    private final Map<String, Parameter> found = new LinkedHashMap<>();
    private final Problems problems;

    ImportCalls(Problems problems) {
        this.problems = problems;
    }

    List<Parameter> parameters() {
        return List.copyOf(found.values());
    }

    /** Looks at a row of a task's or keyword's body. */
    void row(List<Cell> row) {
        if (row.isEmpty()) {
            return;
        }
        if (SETTINGS.contains(Blanks.removed(row.getFirst().value()).toLowerCase(Locale.ROOT))) {
            call(row.subList(1, row.size()));
            return;
        }
        List<Cell> cells = withoutTargets(row);
        if (cells.size() > 2 && cells.getFirst().value().equals("IF")) {
            inlineIf(cells);
        } else if (!cells.isEmpty()) {
            call(cells);
        }
    }

    /** Looks at a keyword with its arguments, as a row or a setting holds it. */
    void call(List<Cell> cells) {
        if (cells.isEmpty()) {
            return;
        }
        String name = keyword(cells.getFirst());
        Parameter.Kind kind = KEYWORDS.get(name);
        if (kind != null) {
            take(kind, name, cells);
        } else if (WRAPPERS.stream().anyMatch(name::startsWith)) {
            wrapped(cells);
        }
    }

    private void inlineIf(List<Cell> cells) {
        int start = 2;
        for (int i = start; i <= cells.size(); i++) {
            String word = i == cells.size() ? "ELSE" : cells.get(i).value();
            if (word.equals("ELSE") || word.equals("ELSE IF")) {
                call(withoutTargets(cells.subList(Math.min(start, i), i)));
                start = i + (word.equals("ELSE") ? 1 : 2);
            }
        }
    }

    private void wrapped(List<Cell> cells) {
        for (int i = 1; i < cells.size(); i++) {
            String name = keyword(cells.get(i));
            Parameter.Kind kind = KEYWORDS.get(name);
            if (kind != null) {
                int end = i + 1;
                while (end < cells.size()
                        && end - i < MOST_ARGUMENTS
                        && !BORDERS.contains(cells.get(end).value())) {
                    end++;
                }
                take(kind, name, cells.subList(i, end));
            }
        }
    }

    private void take(Parameter.Kind kind, String keyword, List<Cell> call) {
        Arguments arguments = Arguments.of(kind, call.subList(1, call.size()));
        String name = arguments.name();
        int line = call.getFirst().line();
        if (name.isEmpty() || name.contains("{")) {
            // A name that is itself a variable is only known when the suite runs.
            return;
        }
        if (arguments.disordered()) {
            problems.warning(
                    line,
                    "The import of '" + name + "' has an argument without a name after one with a name, which Robot"
                            + " refuses. Two blanks separate arguments: join it or give it a name.");
        }
        if (found.size() == MOST_IMPORTS) {
            problems.error(
                    line,
                    "Expected at most " + MOST_IMPORTS + " imports, and the file has more. Split it into bundles.");
            return;
        }
        boolean optional = keyword.contains("optional") || arguments.optional();
        String fallback = kind == Parameter.Kind.VARIABLE ? arguments.text("default") : null;
        found.putIfAbsent(
                kind + " " + name,
                new Parameter(
                        kind,
                        name,
                        arguments.text("type"),
                        arguments.text("description"),
                        arguments.pattern(),
                        arguments.text("example"),
                        fallback,
                        arguments.values(),
                        kind == Parameter.Kind.SECRET ? !optional : fallback == null,
                        line));
    }

    private static List<Cell> withoutTargets(List<Cell> cells) {
        int start = 0;
        while (start < cells.size()
                && ASSIGNED.matcher(cells.get(start).value()).matches()) {
            start++;
        }
        return cells.subList(start, cells.size());
    }

    private static String keyword(Cell cell) {
        String name = Blanks.removed(cell.value()).replace("_", "").toLowerCase(Locale.ROOT);
        for (String library : List.of(OUR_LIBRARY, ROBOTS_LIBRARY)) {
            if (name.startsWith(library)) {
                return name.substring(library.length());
            }
        }
        return name;
    }
}
