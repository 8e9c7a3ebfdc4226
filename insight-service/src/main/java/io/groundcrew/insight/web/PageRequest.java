package io.groundcrew.insight.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A wish for one page of a list.
 *
 * @param path the list's path
 * @param filters the list's filters as they are in the query
 * @param limit the most results
 * @param after the place where the page before ended, null for the first page
 */
public record PageRequest(
        String path,
        Map<String, String> filters,
        int limit,
        @Nullable List<String> after) {

    /** How many results a list gives when it is not told. */
    public static final int USUAL_LIMIT = 100;

    /**
     * Reads a wish as it came.
     *
     * @param parts how many values name a place in this list
     * @param filters values may be null for a filter that was not given
     */
    public static PageRequest of(
            String path,
            Map<String, ? extends @Nullable Object> filters,
            int parts,
            @Nullable Integer limit,
            @Nullable String cursor) {
        Map<String, String> given = new TreeMap<>();
        filters.forEach((name, value) -> {
            if (value != null) {
                given.put(name, value.toString());
            }
        });
        return new PageRequest(
                path, given, limit == null ? USUAL_LIMIT : limit, Cursor.read(path + given, parts, cursor));
    }

    /** One of the values that name the place after which the page begins; null on the first page. */
    public @Nullable String after(int part) {
        return after == null ? null : after.get(part);
    }

    /** How many rows to ask for: one more than is shown tells whether there is a next page. */
    public int rows() {
        return limit + 1;
    }

    /**
     * The page.
     *
     * @param rows up to {@link #rows()} rows
     * @param place the values that name a row's place
     */
    public <T> Page<T> page(List<T> rows, Function<T, List<String>> place) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> shown = rows.subList(0, limit);
        List<String> query = new ArrayList<>();
        filters.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        query.add("limit=" + limit);
        query.add("cursor=" + Cursor.write(path + filters, place.apply(shown.getLast())));
        return new Page<>(shown, path + "?" + String.join("&", query));
    }

    /**
     * Some results.
     *
     * @param next path of the next page, null on the last one
     */
    public record Page<T>(List<T> results, @Nullable String next) {}
}
