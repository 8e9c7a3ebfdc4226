package io.groundcrew.gateway.route;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.gateway.identity.Access;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends a request to its service and its answer back. It takes the place of the gateway library's own exchange, which
 * has one timeout for endless streams and short answers alike and, when a reader has gone, reads a stream to its end.
 */
final class Downstream implements ProxyExchange, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Downstream.class);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Duration responseTimeout;
    private final Bodies bodies;
    private final Streams streams;

    Downstream(RouteProperties properties, Streams streams) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads)
                .build();
        this.responseTimeout = properties.responseTimeout();
        this.bodies = new Bodies(properties.bodyLimit(), properties.applyBodyLimit());
        this.streams = streams;
    }

    @Override
    public ServerResponse exchange(Request request) {
        URI uri = Objects.requireNonNull(request.getUri(), "A route names the address of its service");
        byte[] body;
        try {
            body = bodies.read(request.getServerRequest().servletRequest());
        } catch (IOException e) {
            log.debug("A request ended before its body did: {}", e.toString());
            throw ProblemException.badRequest("The request ended before its body did. Send it again.");
        }
        HttpRequest.Builder outgoing = HttpRequest.newBuilder(uri)
                .timeout(responseTimeout)
                .method(
                        request.getMethod().name(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        request.getHeaders().forEach((name, values) -> values.forEach(value -> outgoing.header(name, value)));
        try {
            return answer(request, client.send(outgoing.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            log.warn("Answering 503: {} does not answer: {}", uri.getAuthority(), e.toString());
            throw new ServiceAwayException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceAwayException();
        }
    }

    private ServerResponse answer(Request request, HttpResponse<InputStream> response) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        response.headers().map().forEach(headers::put);
        Access access = Access.of(request.getServerRequest().servletRequest());
        if (response.statusCode() == HttpStatus.UNAUTHORIZED.value() && access.known() != null) {
            // The caller is known here, so it is this gateway that the service does not know.
            response.body().close();
            log.error(
                    "Answering 503: {} does not accept this gateway's signature; check that both use the same"
                            + " groundcrew.keys.public-directory and that their clocks agree",
                    response.uri().getAuthority());
            throw new ServiceAwayException();
        }
        boolean stream = MediaType.TEXT_EVENT_STREAM.equalsTypeAndSubtype(headers.getContentType());
        ResponseCopy copy = stream ? streams.open(access, response.body()) : new PlainCopy(response.body());
        return ServerResponse.status(response.statusCode())
                .headers(outgoing -> outgoing.putAll(Crossing.outward(headers)))
                .headers(outgoing -> {
                    if (stream) {
                        outgoing.set("X-Accel-Buffering", "no");
                    }
                })
                .build((incoming, outgoing) -> {
                    copy.run(incoming, outgoing);
                    return null;
                });
    }

    @Override
    public void destroy() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
