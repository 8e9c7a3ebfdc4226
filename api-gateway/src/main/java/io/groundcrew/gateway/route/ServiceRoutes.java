package io.groundcrew.gateway.route;

import io.groundcrew.chassis.identity.ApiDocument;
import io.groundcrew.chassis.identity.ApiOperation;
import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.CallerTokens;
import io.groundcrew.gateway.identity.Access;
import java.net.URI;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * One route for each operation of the API document that a service answers. A route is taken by the operation that the
 * door matched and allowed, so what was checked and what is called cannot differ.
 */
final class ServiceRoutes {

    private static final String GATEWAY = "gateway";

    private final ApiDocument api;
    private final RouteProperties properties;
    private final ProxyExchange downstream;
    private final SharedTokens tokens;

    ServiceRoutes(ApiDocument api, RouteProperties properties, ProxyExchange downstream, SharedTokens tokens) {
        this.api = api;
        this.properties = properties;
        this.downstream = downstream;
        this.tokens = tokens;
    }

    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder all = RouterFunctions.route();
        for (ApiOperation operation : api.operations()) {
            if (!operation.service().equals(GATEWAY)) {
                all.add(route(operation));
            }
        }
        return all.build();
    }

    private RouterFunction<ServerResponse> route(ApiOperation operation) {
        RequestPredicate chosen = request -> Access.find(request.servletRequest())
                .map(access -> operation.id().equals(access.operationId()))
                .orElse(false);
        return GatewayRouterFunctions.route(operation.id())
                .route(chosen, forwardTo(properties.urlOf(operation.service())))
                .build();
    }

    private HandlerFunction<ServerResponse> forwardTo(URI service) {
        return request -> {
            HttpHeaders headers = Crossing.inward(request.headers().asHttpHeaders());
            Caller caller = Access.of(request.servletRequest()).caller();
            headers.set(CallerTokens.HEADER, tokens.of(caller));
            headers.set(CallerTokens.REQUEST_HEADER, caller.requestId());
            return downstream.exchange(downstream
                    .request(request)
                    .uri(target(service, request))
                    .headers(headers)
                    .build());
        };
    }

    /** Path and query go as they came: decoding and encoding again could change what the service reads. */
    private static URI target(URI service, ServerRequest request) {
        String query = request.servletRequest().getQueryString();
        return service.resolve(request.servletRequest().getRequestURI() + (query == null ? "" : "?" + query));
    }
}
