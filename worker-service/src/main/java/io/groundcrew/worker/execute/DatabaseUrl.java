package io.groundcrew.worker.execute;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL that came from outside, taken apart. No driver ever sees its text: drivers load classes and files that a URL
 * names.
 *
 * @param kind what stands after {@code jdbc:}
 * @param address {@code //host:port/database}
 * @param properties as given, not checked yet
 */
record DatabaseUrl(String kind, String address, Map<String, String> properties) {

    private static final String FORM = "Expected jdbc:<kind>://host:port/database";

    DatabaseUrl {
        properties = Map.copyOf(properties);
    }

    /** @throws IllegalArgumentException with a sentence that says what is not allowed, and never shows a password */
    static DatabaseUrl of(String text) {
        URI uri;
        try {
            uri = new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : "");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(FORM + ", found a URL that cannot be read: " + e.getReason());
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException(FORM + " with one host, found another form of URL");
        }
        if (uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException(FORM + " without user; give user and password beside the URL");
        }
        if (uri.getRawPath() == null || !uri.getRawPath().matches("/[A-Za-z0-9_.-]{1,128}")) {
            throw new IllegalArgumentException(
                    FORM + ", found no name of a database, or one with other signs than letters, digits, _, . and -");
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new DatabaseUrl(
                uri.getScheme(), "//" + uri.getHost() + port + uri.getRawPath(), properties(uri.getRawQuery()));
    }

    private static Map<String, String> properties(@Nullable String query) {
        Map<String, String> properties = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                properties.put(decoded(name), decoded(value));
            }
        }
        return properties;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
