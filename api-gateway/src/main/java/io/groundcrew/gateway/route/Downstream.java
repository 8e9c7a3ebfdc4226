package io.groundcrew.gateway.route;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.gateway.identity.Access;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends a request to its service and its answer back. It takes the place of the gateway library's own exchange, which
 * has one timeout for endless streams and short answers alike and, when a reader has gone, reads a stream to its end.
 */
final class Downstream implements ProxyExchange {

    private static final Logger log = LoggerFactory.getLogger(Downstream.class);

    private final ServiceClient services;
    private final Bodies bodies;
    private final Streams streams;

    Downstream(ServiceClient services, Bodies bodies, Streams streams) {
        this.services = services;
        this.bodies = bodies;
        this.streams = streams;
    }

    @Override
    public ServerResponse exchange(Request request) {
        URI uri = Objects.requireNonNull(request.getUri(), "A route names the address of its service");
        try (Bodies.Incoming incoming = bodies.take(request.getServerRequest().servletRequest())) {
            byte[] body = read(incoming);
            return answer(request, uri, services.send(request.getMethod().name(), uri, request.getHeaders(), body));
        } catch (IOException e) {
            log.warn("Answering 503: {} does not answer: {}", uri.getAuthority(), e.toString());
            throw serviceAway();
        }
    }

    private static byte[] read(Bodies.Incoming incoming) {
        try {
            return incoming.read();
        } catch (IOException e) {
            log.debug("A request ended before its body did: {}", e.toString());
            throw ProblemException.badRequest("The request ended before its body did. Send it again.");
        }
    }

    private static ProblemException serviceAway() {
        return ProblemException.away(
                "The service that answers this does not respond. Try again in a few seconds; a write may or may not"
                        + " have been accepted, and the same Idempotency-Key makes repeating it safe.");
    }

    private ServerResponse answer(Request request, URI uri, ServiceClient.Answer response) throws IOException {
        Access access = Access.of(request.getServerRequest().servletRequest());
        if (response.status() == HttpStatus.UNAUTHORIZED.value() && access.known() != null) {
            // The caller is known here, so it is this gateway that the service does not know.
            response.body().close();
            log.error(
                    "Answering 503: {} does not accept this gateway's signature; check that both use the same"
                            + " groundcrew.keys.public-directory and that their clocks agree",
                    uri.getAuthority());
            throw serviceAway();
        }
        boolean stream = MediaType.TEXT_EVENT_STREAM.equalsTypeAndSubtype(
                response.headers().getContentType());
        ResponseCopy copy = stream ? streams.open(access, response.body()) : new PlainCopy(response.body());
        return ServerResponse.status(response.status())
                .headers(outgoing -> outgoing.putAll(Crossing.outward(response.headers())))
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
}
