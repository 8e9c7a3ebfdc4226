package io.groundcrew.codecollection.robot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the text of a Robot file into statements: separators, comments and continuation rows are gone afterwards. */
final class RobotRows {

    private static final Pattern LINES = Pattern.compile("\r\n|[\n\r\u000b\f\u001c-\u001e\u0085\u2028\u2029]");
    private static final Pattern BLANKS = Pattern.compile(Blanks.ONE + "{2,}|\t", Pattern.UNICODE_CHARACTER_CLASS);
    /** Begins at the first of several blanks only: a search would otherwise look at a long run again from each of them. */
    private static final Pattern PIPES = Pattern.compile(
            "(?:\\A|(?<!" + Blanks.ONE + ")" + Blanks.ONE + "++)\\|(?:" + Blanks.ONE + "++|\\z)",
            Pattern.UNICODE_CHARACTER_CLASS);

    private RobotRows() {}

    static List<Statement> of(String text) {
        List<Statement> statements = new ArrayList<>();
        List<Cell> open = new ArrayList<>();
        boolean indented = false;
        String[] lines = LINES.split(text, -1);
        for (int i = 0; i < lines.length; i++) {
            List<Cell> cells = withoutComment(cells(Blanks.stripTrailing(lines[i]), i + 1));
            int data = firstData(cells);
            if (data < 0) {
                continue;
            }
            Cell first = cells.get(data);
            if (Blanks.strip(first.value()).equals("...")) {
                List<Cell> rest = cells.subList(data + 1, cells.size());
                // A continuation without anything is an empty cell: that is how an empty line is written.
                open.addAll(firstData(rest) < 0 ? List.of(new Cell("", i + 1, first.end())) : rest);
            } else {
                close(statements, open, indented);
                indented = data > 0;
                open.addAll(cells.subList(data, cells.size()));
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

    private static List<Cell> cells(String line, int number) {
        boolean piped = line.startsWith("|")
                && Blanks.strip(line.substring(0, Math.min(2, line.length()))).equals("|");
        Matcher separator = (piped ? PIPES : BLANKS).matcher(line);
        List<Cell> cells = new ArrayList<>();
        int start = 0;
        int column = 0;
        boolean leading = piped;
        // Each search begins where a cell starts, so that an empty cell is found between two pipes with one blank.
        while (separator.region(start, line.length()).find()) {
            if (!leading) {
                cells.add(new Cell(line.substring(start, Math.max(start, separator.start())), number, column));
            }
            leading = false;
            column += line.codePointCount(start, separator.end());
            start = separator.end();
            if (start == line.length()) {
                return cells;
            }
        }
        cells.add(new Cell(line.substring(start), number, column));
        return cells;
    }

    private static List<Cell> withoutComment(List<Cell> cells) {
        int end = 0;
        while (end < cells.size()
                && !Blanks.stripLeading(cells.get(end).value()).startsWith("#")) {
            end++;
        }
        while (end > 0 && cells.get(end - 1).value().isEmpty()) {
            end--;
        }
        return cells.subList(0, end);
    }

    private static int firstData(List<Cell> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (!Blanks.strip(cells.get(i).value()).isEmpty()) {
                return i;
            }
        }
        return -1;
    }
}
