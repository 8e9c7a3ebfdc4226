package io.groundcrew.runner.resource;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts configured values into task titles. */
public final class TaskTitles {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}]+)}");

    private TaskTitles() {}

    /** The title with each {@code ${NAME}} replaced that has a value; the others stay as they are. */
    public static String resolve(String title, Map<String, String> values) {
        if (title.indexOf("${") < 0) {
            return title;
        }
        return VARIABLE.matcher(title)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }
}
