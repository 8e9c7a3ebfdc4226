package io.groundcrew.gateway;

import io.groundcrew.chassis.identity.ApiDocument;
import io.groundcrew.chassis.identity.ApiOperation;
import java.net.http.HttpRequest;
import java.util.List;

/** The operations of the API document as requests. */
final class Operations {

    static final String WORKSPACE = "default";

    private Operations() {}

    static List<ApiOperation> all() {
        return ApiDocument.load().operations();
    }

    static List<ApiOperation> ofServices() {
        return all().stream()
                .filter(operation -> !operation.service().equals("gateway"))
                .filter(operation -> !operation.id().equals("streamRunLog"))
                .toList();
    }

    static String path(ApiOperation operation) {
        return operation
                .path()
                .getPatternString()
                .replace("{workspace}", WORKSPACE)
                .replaceAll("\\{[^}]+}", "0192f0c1-0000-7000-8000-000000000001");
    }

    static HttpRequest.Builder request(RunningGateway gateway, ApiOperation operation, String query) {
        HttpRequest.BodyPublisher body =
                List.of("POST", "PUT", "PATCH").contains(operation.method().name())
                        ? HttpRequest.BodyPublishers.ofString("{}")
                        : HttpRequest.BodyPublishers.noBody();
        return gateway.request(path(operation) + query)
                .header("Content-Type", "application/json")
                .method(operation.method().name(), body);
    }
}
