package io.groundcrew.runner.resource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponents;

/**
 * One page of a list.
 *
 * @param next path of the next page, null on the last
 */
public record Paging<T>(List<T> results, @Nullable String next) {

    private static final String NUMBER = " ";
    private static final String NO_CURSOR = "Expected a cursor from a previous page's next. Start at the first page.";

    /**
     * Cuts a page out of a whole list. It goes on behind the last one of the page before, or where that one is gone, at its
     * number.
     *
     * @param cursor the cursor of a previous page's next, null for the first page
     * @param position a text that names one item of the list
     */
    public static <T> Paging<T> cut(List<T> all, int limit, @Nullable String cursor, Function<T, String> position) {
        int from = cursor == null ? 0 : behind(decode(cursor), all, position);
        int to = Math.min(all.size(), from + limit);
        return page(all, from, to, limit, () -> to + NUMBER + position.apply(all.get(to - 1)));
    }

    private static <T> int behind(String cursor, List<T> all, Function<T, String> position) {
        String[] parts = cursor.split(NUMBER, 2);
        if (parts.length != 2 || !parts[0].matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(NO_CURSOR);
        }
        // The last of several with the same text, so that a list always comes to its end.
        for (int i = all.size(); i > 0; i--) {
            if (position.apply(all.get(i - 1)).equals(parts[1])) {
                return i;
            }
        }
        return Math.clamp(Integer.parseInt(parts[0]) - 1, 0, all.size());
    }

    /**
     * Cuts a page out of a list whose items come and go between two pages: it goes on behind the place of the last one,
     * whether that is still there or not.
     *
     * @param cursor the cursor of a previous page's next, null for the first page
     * @param position a text for each item that sorts as the list does
     */
    public static <T> Paging<T> cutMoving(
            List<T> all, int limit, @Nullable String cursor, Function<T, String> position) {
        String last = cursor == null ? "" : decode(cursor);
        int from = 0;
        while (from < all.size() && position.apply(all.get(from)).compareTo(last) <= 0) {
            from++;
        }
        int to = Math.min(all.size(), from + limit);
        return page(all, from, to, limit, () -> position.apply(all.get(to - 1)));
    }

    private static <T> Paging<T> page(List<T> all, int from, int to, int limit, Supplier<String> cursor) {
        return new Paging<>(all.subList(from, to), to == 0 || to == all.size() ? null : path(cursor.get(), limit));
    }

    private static String path(String last, int limit) {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
        UriComponents page = ServletUriComponentsBuilder.fromCurrentRequest()
                .replaceQueryParam("limit", limit)
                .replaceQueryParam("cursor", encoded)
                .build();
        return page.getPath() + "?" + page.getQuery();
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(NO_CURSOR, e);
        }
    }
}
