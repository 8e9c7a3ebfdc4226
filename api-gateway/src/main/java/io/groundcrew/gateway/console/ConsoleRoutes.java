package io.groundcrew.gateway.console;

import io.groundcrew.chassis.identity.ApiDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Answers health, the API document and the console's files. */
final class ConsoleRoutes {

    private static final String HASHED = "/assets/";
    private static final CacheControl FOREVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    private final Console console;
    private final ApiDocument api;

    ConsoleRoutes(Console console, ApiDocument api) {
        this.console = console;
        this.api = api;
    }

    RouterFunction<ServerResponse> routes() {
        RequestPredicate health = request -> Console.HEALTH.contains(request.path());
        RequestPredicate file =
                request -> console.answer(request.servletRequest()).isPresent();
        return RouterFunctions.route()
                .GET(health, request -> ServerResponse.ok().body(Map.of("status", "UP")))
                .GET(
                        request -> console.isForCallers(request.servletRequest()),
                        request -> ServerResponse.ok()
                                .contentType(MediaType.parseMediaType("application/yaml"))
                                .body(api.text()))
                .GET(file, this::file)
                .build();
    }

    private ServerResponse file(ServerRequest request) throws IOException {
        Resource resource = console.answer(request.servletRequest()).orElseThrow();
        byte[] content = resource.getContentAsByteArray();
        MediaType type = MediaTypeFactory.getMediaType(resource).orElse(MediaType.APPLICATION_OCTET_STREAM);
        return ServerResponse.ok()
                .contentType(type)
                .cacheControl(request.path().startsWith(HASHED) ? FOREVER : CacheControl.noCache())
                .eTag(DigestUtils.md5DigestAsHex(content))
                .body(content);
    }
}
