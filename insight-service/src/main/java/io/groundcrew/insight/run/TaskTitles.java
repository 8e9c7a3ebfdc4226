package io.groundcrew.insight.run;

import java.util.ArrayList;
import java.util.List;

/** Task titles as one text, as RunWhen writes them: joined by {@code ||}, and {@code *} for all. */
public final class TaskTitles {

    /** Stands for every task of a bundle. */
    public static final String ALL = "*";

    private static final String SEPARATOR = "||";
    private static final String ESCAPED = "\\|\\|";

    private TaskTitles() {}

    /** The titles joined; two bars inside a title are escaped as {@code \|\|}. */
    public static String join(List<String> titles) {
        return String.join(
                SEPARATOR,
                titles.stream().map(title -> title.replace(SEPARATOR, ESCAPED)).toList());
    }

    /** A selection of tasks, where none in particular means all. */
    public static String selection(List<String> titles) {
        return titles.isEmpty() ? ALL : join(titles);
    }

    /** The titles that {@link #join} joined. */
    public static List<String> split(String joined) {
        List<String> titles = new ArrayList<>();
        for (int from = 0; from <= joined.length(); ) {
            int end = joined.indexOf(SEPARATOR, from);
            String title = end < 0 ? joined.substring(from) : joined.substring(from, end);
            if (!title.isEmpty()) {
                titles.add(title.replace(ESCAPED, SEPARATOR));
            }
            from = end < 0 ? joined.length() + 1 : end + SEPARATOR.length();
        }
        return titles;
    }
}
