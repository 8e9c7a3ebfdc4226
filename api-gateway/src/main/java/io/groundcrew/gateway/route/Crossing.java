package io.groundcrew.gateway.route;

import java.util.List;
import org.springframework.http.HttpHeaders;

/**
 * Which headers cross the gateway. Both directions are lists of what is let through: what nobody thought of (hop-by-hop
 * headers, credentials, forged callers, forwarding and override headers) stays outside by itself.
 */
final class Crossing {

    private static final List<String> REQUEST = List.of(
            HttpHeaders.ACCEPT,
            HttpHeaders.ACCEPT_LANGUAGE,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.IF_MATCH,
            HttpHeaders.IF_NONE_MATCH,
            HttpHeaders.IF_MODIFIED_SINCE,
            HttpHeaders.RANGE,
            HttpHeaders.USER_AGENT,
            "Idempotency-Key",
            "Last-Event-ID",
            "X-Hub-Signature-256",
            "traceparent",
            "tracestate");

    private static final List<String> RESPONSE = List.of(
            HttpHeaders.ACCEPT_RANGES,
            HttpHeaders.CACHE_CONTROL,
            HttpHeaders.CONTENT_DISPOSITION,
            HttpHeaders.CONTENT_LANGUAGE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.CONTENT_RANGE,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.ETAG,
            HttpHeaders.LAST_MODIFIED,
            HttpHeaders.RETRY_AFTER,
            "X-Log-Attempt",
            "X-Log-Length");

    private Crossing() {}

    static HttpHeaders inward(HttpHeaders from) {
        return pick(from, REQUEST);
    }

    /** A location crosses only as a path: the services' own addresses are nobody's business outside. */
    static HttpHeaders outward(HttpHeaders from) {
        HttpHeaders picked = pick(from, RESPONSE);
        String location = from.getFirst(HttpHeaders.LOCATION);
        if (location != null && location.startsWith("/") && !location.startsWith("//")) {
            picked.set(HttpHeaders.LOCATION, location);
        }
        return picked;
    }

    private static HttpHeaders pick(HttpHeaders from, List<String> names) {
        HttpHeaders picked = new HttpHeaders();
        for (String name : names) {
            List<String> values = from.get(name);
            if (values != null) {
                picked.put(name, values);
            }
        }
        return picked;
    }
}
