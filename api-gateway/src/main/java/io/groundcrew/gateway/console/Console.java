package io.groundcrew.gateway.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;

/** Which requests are for the console, for health and for the API document. */
public final class Console {

    static final String DOCUMENT = "/openapi.yaml";
    static final List<String> HEALTH = List.of("/health", "/healthz");

    /** First segments that are no pages of the console, so that nothing below them ever answers with one. */
    private static final List<String> NO_PAGES = List.of("api", "actuator", "openapi", "health", "assets", "static");

    private final ConsoleFiles files;

    Console(ConsoleFiles files) {
        this.files = files;
    }

    /** Whether anybody may have what is asked for: health, a file of the console, or one of its pages. */
    public boolean isPublic(HttpServletRequest request) {
        return reads(request)
                && (HEALTH.contains(request.getRequestURI()) || answer(request).isPresent());
    }

    /** Whether what is asked for is for every caller with a role, though it is no operation of the API document. */
    public boolean isForCallers(HttpServletRequest request) {
        return reads(request) && request.getRequestURI().equals(DOCUMENT);
    }

    /** The file that answers a request: the one of its path, or the index page for addresses that the console routes. */
    Optional<Resource> answer(HttpServletRequest request) {
        if (!reads(request)) {
            return Optional.empty();
        }
        Optional<Resource> file = files.find(request.getRequestURI());
        return file.isPresent() || !isPage(request) ? file : files.index();
    }

    private static boolean reads(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    private static boolean isPage(HttpServletRequest request) {
        String path = request.getRequestURI();
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null || !accept.contains("text/html") || path.indexOf('%') >= 0) {
            return false;
        }
        String[] segments = path.split("/", -1);
        String first = segments.length > 1 ? segments[1].toLowerCase(Locale.ROOT) : "";
        return NO_PAGES.stream().noneMatch(first::startsWith) && segments[segments.length - 1].indexOf('.') < 0;
    }
}
