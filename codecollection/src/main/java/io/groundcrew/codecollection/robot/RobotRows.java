package io.groundcrew.codecollection.robot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the text of a Robot file into statements: separators, comments and continuation rows are gone afterwards. */
final class RobotRows {

    private static final Pattern LINES = Pattern.compile("\r\n|[\n\r\u000b\f\u001c-\u001e\u0085\u2028\u2029]");
    private static final Pattern BLANKS = Pattern.compile("[\\s\u001c-\u001f]{2,}|\t", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern PIPES =
            Pattern.compile("((?:\\A|\\s+)\\|(?:\\s+|\\Z))", Pattern.UNICODE_CHARACTER_CLASS);

    private RobotRows() {}

    static List<Statement> of(String text) {
        List<Statement> statements = new ArrayList<>();
        List<Cell> open = new ArrayList<>();
        boolean indented = false;
        String[] lines = LINES.split(text, -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].stripTrailing();
            List<String> cells = withoutComment(isPiped(line) ? split(line) : List.of(BLANKS.split(line, -1)));
            int data = firstData(cells);
            if (data < 0) {
                continue;
            }
            boolean continues = cells.get(data).strip().equals("...");
            if (continues) {
                List<String> rest = cells.subList(data + 1, cells.size());
                int start = firstData(rest);
                if (start < 0) {
                    open.add(new Cell("", i + 1));
                } else {
                    add(open, rest.subList(start, rest.size()), i + 1);
                }
            } else {
                close(statements, open, indented);
                indented = data > 0 || cells.getFirst().startsWith(" ");
                add(open, cells.subList(data, cells.size()), i + 1);
            }
        }
        close(statements, open, indented);
        return statements;
    }

    private static void close(List<Statement> statements, List<Cell> open, boolean indented) {
        if (!open.isEmpty()) {
            statements.add(new Statement(List.copyOf(open), indented));
            open.clear();
        }
    }

    private static void add(List<Cell> open, List<String> cells, int line) {
        cells.forEach(cell -> open.add(new Cell(cell, line)));
    }

    private static boolean isPiped(String line) {
        return line.startsWith("|")
                && line.substring(0, Math.min(2, line.length())).strip().equals("|");
    }

    private static List<String> split(String line) {
        Matcher matcher = PIPES.matcher(line);
        List<String> cells = new ArrayList<>();
        int start = -1;
        while (matcher.find(Math.max(start, 0))) {
            if (start >= 0) {
                cells.add(line.substring(start, matcher.start()));
            }
            start = matcher.end();
            if (start >= line.length()) {
                return cells;
            }
        }
        if (start >= 0) {
            cells.add(line.substring(start));
        }
        return cells;
    }

    private static List<String> withoutComment(List<String> cells) {
        int end = 0;
        while (end < cells.size() && !cells.get(end).stripLeading().startsWith("#")) {
            end++;
        }
        while (end > 0 && cells.get(end - 1).isEmpty()) {
            end--;
        }
        return cells.subList(0, end);
    }

    private static int firstData(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isBlank()) {
                return i;
            }
        }
        return -1;
    }
}
