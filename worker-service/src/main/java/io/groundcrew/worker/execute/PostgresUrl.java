package io.groundcrew.worker.execute;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;

/** A JDBC URL that came from outside, taken apart and put together again from what is allowed. */
record PostgresUrl(String url, Properties properties) {

    private static final Set<String> ALLOWED = Set.of(
            "ssl",
            "sslmode",
            "connectTimeout",
            "socketTimeout",
            "ApplicationName",
            "currentSchema",
            "targetServerType");
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** @throws IllegalArgumentException with a sentence that says what is not allowed */
    static PostgresUrl of(String text) {
        if (!text.startsWith("jdbc:postgresql://")) {
            throw new IllegalArgumentException("Expected a URL that starts with jdbc:postgresql://, found '"
                    + IssueItems.cut(text.replaceAll("[?].*", ""), 80) + "'");
        }
        URI uri;
        try {
            uri = new URI(text.substring("jdbc:".length()));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "Expected jdbc:postgresql://host:port/database, found a URL that cannot be" + " read: "
                            + e.getReason());
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException(
                    "Expected one host and no user in the URL; give user and password beside it");
        }
        if (uri.getRawPath() == null || !uri.getRawPath().matches("/[A-Za-z0-9_.%-]{1,128}")) {
            throw new IllegalArgumentException("Expected the name of a database after the host of the JDBC URL");
        }
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("ApplicationName", "groundcrew");
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
                String value = parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
                if (!ALLOWED.contains(name) || (name.equals("sslmode") && !SSL_MODES.contains(value))) {
                    throw new IllegalArgumentException("The property '" + name + "' of the JDBC URL is not allowed."
                            + " Allowed are "
                            + String.join(", ", ALLOWED.stream().sorted().toList()));
                }
                properties.setProperty(name, value);
            }
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new PostgresUrl("jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath(), properties);
    }
}
