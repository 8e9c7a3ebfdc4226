package io.groundcrew.codecollection.robot;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Robot's idea of a set of tags: equal without regard to case, blanks and underscores; sorted by that form. */
final class RobotTags {

    private RobotTags() {}

    static List<String> of(Collection<String> tags) {
        Map<String, String> unique = new TreeMap<>();
        for (String tag : tags) {
            String form = normalized(tag);
            if (!form.isEmpty() && !form.equals("none")) {
                unique.putIfAbsent(form, tag);
            }
        }
        return List.copyOf(unique.values());
    }

    /** Tags of a task: its own, those of the suite, without those that a leading hyphen takes away. */
    static List<String> combined(Collection<String> suite, Collection<String> own) {
        List<String> removed = own.stream()
                .filter(tag -> tag.startsWith("-"))
                .map(tag -> normalized(tag.substring(1)))
                .toList();
        Map<String, String> unique = new TreeMap<>();
        of(suite).forEach(tag -> unique.put(normalized(tag), tag));
        removed.forEach(unique::remove);
        of(own.stream().filter(tag -> !tag.startsWith("-")).toList())
                .forEach(tag -> unique.putIfAbsent(normalized(tag), tag));
        return List.copyOf(unique.values());
    }

    /** The form in which Robot compares names: without blanks and underscores, in lower case. */
    static String normalized(String tag) {
        return Blanks.removed(tag).replace("_", "").toLowerCase(Locale.ROOT);
    }
}
