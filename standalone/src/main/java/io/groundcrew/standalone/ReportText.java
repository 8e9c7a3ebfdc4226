package io.groundcrew.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One line of a report as plain text, in the way in which RunWhen renders each format. */
final class ReportText {

    private static final int WIDTH = 80;
    private static final int WIDEST_CELL = 200;

    private ReportText() {}

    static String of(JsonNode line) {
        JsonNode object = line.path("obj");
        JsonNode arguments = line.path("kwargs");
        return switch (line.path("fmt").asString("p")) {
            case "pre", "code" -> text(object);
            case "a" -> link(text(object), arguments.path("text").asString(""));
            case "json" -> JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(object);
            case "table", "datagrid" -> table(object, arguments);
            default -> wrapped(text(object));
        };
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.isNull() || value.isMissingNode() ? "" : value.toString();
    }

    private static String link(String url, String text) {
        return text.isBlank() ? url : text + " (" + url + ")";
    }

    private static String wrapped(String text) {
        StringBuilder wrapped = new StringBuilder();
        int column = 0;
        for (String word : text.strip().split("\\s+")) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                wrapped.append('\n');
                column = 0;
            } else if (column > 0) {
                wrapped.append(' ');
                column++;
            }
            wrapped.append(word);
            column += word.length();
        }
        return wrapped.toString();
    }

    private static String table(JsonNode about, JsonNode arguments) {
        List<List<String>> rows = arguments.has("body") ? body(arguments) : grid(arguments);
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        return Stream.concat(rows.stream().map(row -> aligned(row, widths)), Stream.of(text(about)))
                .collect(Collectors.joining("\n"));
    }

    private static List<List<String>> body(JsonNode arguments) {
        List<List<String>> rows = new ArrayList<>();
        if (!arguments.path("head").isEmpty()) {
            rows.add(cells(arguments.path("head")));
        }
        arguments.path("body").forEach(row -> rows.add(cells(row)));
        return rows;
    }

    /** Columns name the fields of each row. */
    private static List<List<String>> grid(JsonNode arguments) {
        List<List<String>> rows = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        List<String> head = new ArrayList<>();
        for (JsonNode column : arguments.path("columns")) {
            String field = column.isString()
                    ? column.stringValue()
                    : column.path("field").asString("");
            fields.add(field);
            head.add(cell(column.path("headerName").asString(field)));
        }
        rows.add(head);
        for (JsonNode row : arguments.path("rows")) {
            rows.add(
                    row.isArray()
                            ? cells(row)
                            : fields.stream()
                                    .map(field -> cell(text(row.path(field))))
                                    .toList());
        }
        return rows;
    }

    private static List<String> cells(JsonNode row) {
        return row.isArray()
                ? row.valueStream().map(ReportText::text).map(ReportText::cell).toList()
                : List.of(cell(text(row)));
    }

    private static String cell(String text) {
        String line = TerminalText.line(text);
        return line.length() <= WIDEST_CELL ? line : line.substring(0, WIDEST_CELL) + "…";
    }

    private static String aligned(List<String> row, List<Integer> widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            cells.add(" ".repeat(widths.get(i) - row.get(i).length()) + row.get(i));
        }
        return String.join(" | ", cells);
    }
}
