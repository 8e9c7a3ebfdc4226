package io.groundcrew.gateway.door;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Whether the page that made a browser send a request is one of ours. */
final class SameOrigin {

    private final @Nullable URI publicOrigin;

    SameOrigin(@Nullable URI publicOrigin) {
        this.publicOrigin = publicOrigin;
    }

    /** For writes with a cookie: the browser must say where the request comes from, and it must be our own page. */
    boolean proves(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String site = request.getHeader("Sec-Fetch-Site");
        return (origin != null || site != null) && !contradicts(request);
    }

    /** For what needs no proof: true when the browser says that another site's page sent it. */
    boolean contradicts(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String site = request.getHeader("Sec-Fetch-Site");
        boolean foreignOrigin = origin != null && !isOurs(origin, request);
        boolean foreignSite = site != null && !site.equals("same-origin") && !site.equals("none");
        return foreignOrigin || foreignSite;
    }

    private boolean isOurs(String origin, HttpServletRequest request) {
        if (publicOrigin != null) {
            return origin.equalsIgnoreCase(publicOrigin.toString());
        }
        String host = request.getHeader(HttpHeaders.HOST);
        try {
            URI uri = new URI(origin);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("https") || (scheme.equals("http") && !request.isSecure());
            return web
                    && host != null
                    && host.equalsIgnoreCase(uri.getRawAuthority())
                    && String.valueOf(uri.getRawPath()).isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
