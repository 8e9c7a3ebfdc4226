package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the placeholders of a URL so that each value stays in its place: one at the start may be a whole URL, one in the
 * host must be a host or port, and one behind it is percent-encoded.
 */
final class UrlTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern WITHIN_HOST = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/{0,2}[^/?#]*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]*");

    private UrlTemplate() {}

    /** @throws IllegalArgumentException with a sentence when a value has no place there or this is no http URL */
    static URI fill(String template, Map<String, String> values) {
        StringBuilder url = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(template);
        int from = 0;
        while (placeholder.find()) {
            url.append(template, from, placeholder.start());
            String value = values.getOrDefault(placeholder.group(1), placeholder.group());
            if (url.isEmpty()) {
                url.append(value);
            } else if (!WITHIN_HOST.matcher(url).matches()) {
                url.append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
            } else if (HOST.matcher(value).matches()) {
                url.append(value);
            } else {
                throw new IllegalArgumentException("Expected a host or port as " + placeholder.group()
                        + " in the URL, found '" + Text.cutTo(value, 100) + "'");
            }
            from = placeholder.end();
        }
        return checked(url.append(template, from, template.length()).toString());
    }

    /** @throws IllegalArgumentException with a sentence when this is no http or https URL with a host */
    static URI checked(String url) {
        try {
            URI uri = new URI(url.strip());
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "Expected a URL without a user; give credentials in the headers, from a secret");
            }
            if (http && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(notOne(url), e);
        }
        throw new IllegalArgumentException(notOne(url));
    }

    private static String notOne(String url) {
        return "Expected an http or https URL with a host, found '" + Text.cutTo(url, 200) + "'";
    }
}
