package io.groundcrew.runner.resource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponents;

/**
 * One page of a list.
 *
 * @param next path of the next page, null on the last
 */
public record Paging<T>(List<T> results, @Nullable String next) {

    /**
     * Cuts a page out of a whole list.
     *
     * @param cursor the cursor of a previous page's next, null for the first page
     * @param position a text that names one item of the list
     */
    public static <T> Paging<T> cut(List<T> all, int limit, @Nullable String cursor, Function<T, String> position) {
        int from = 0;
        if (cursor != null) {
            String last = decode(cursor);
            for (int i = 0; i < all.size(); i++) {
                // Behind the last of several with the same text, so that a list always comes to its end.
                if (position.apply(all.get(i)).equals(last)) {
                    from = i + 1;
                }
            }
        }
        return cut(all, from, limit, position);
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
        return cut(all, from, limit, position);
    }

    private static <T> Paging<T> cut(List<T> all, int from, int limit, Function<T, String> position) {
        int to = Math.min(all.size(), from + limit);
        String next = to >= all.size() || to == 0 ? null : path(position.apply(all.get(to - 1)), limit);
        return new Paging<>(all.subList(from, to), next);
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
            throw new IllegalArgumentException(
                    "Expected a cursor from a previous page's next. Start at the first page.", e);
        }
    }
}
