package io.groundcrew.chassis.identity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** The OpenAPI document as the services use it: which operation a request is, who answers it and who may call it. */
public final class ApiDocument {

    private static final String RESOURCE = "/openapi/groundcrew.yaml";
    private static final String PUBLIC = "public";

    private final String text;
    private final List<ApiOperation> operations;

    private ApiDocument(String text, List<ApiOperation> operations) {
        this.text = text;
        this.operations = operations;
    }

    /** Reads the document that {@code contracts} carries; every operation must name its service and role. */
    public static ApiDocument load() {
        String text = read();
        Map<?, ?> document = map(new Load(LoadSettings.builder().build()).loadFromString(text), "the document");
        List<ApiOperation> operations = new ArrayList<>();
        map(document.get("paths"), "paths")
                .forEach((path, item) -> map(item, String.valueOf(path)).forEach((method, operation) -> {
                    if (operation instanceof Map<?, ?> details && details.containsKey("operationId")) {
                        operations.add(operation(String.valueOf(path), String.valueOf(method), details));
                    }
                }));
        return new ApiDocument(text, List.copyOf(operations));
    }

    /** The document as it is written. */
    public String text() {
        return text;
    }

    public List<ApiOperation> operations() {
        return operations;
    }

    /** The operation a request is for; empty when the document has none such. */
    public Optional<MatchedOperation> match(HttpMethod method, String path) {
        PathContainer container = PathContainer.parsePath(path);
        ApiOperation best = null;
        for (ApiOperation operation : operations) {
            boolean matches =
                    operation.method().equals(method) && operation.path().matches(container);
            if (matches
                    && (best == null
                            || PathPattern.SPECIFICITY_COMPARATOR.compare(operation.path(), best.path()) < 0)) {
                best = operation;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        PathPattern.PathMatchInfo variables = best.path().matchAndExtract(container);
        String workspace =
                variables == null ? null : variables.getUriVariables().get("workspace");
        return Optional.of(new MatchedOperation(best, workspace));
    }

    /**
     * An operation with the workspace that the request's path names.
     *
     * @param workspace null for operations that belong to none
     */
    public record MatchedOperation(
            ApiOperation operation, @Nullable String workspace) {

        /** Whether a caller may do it. */
        public boolean permits(Caller caller) {
            Role needed = operation.role();
            return needed == null || caller.may(needed, workspace);
        }
    }

    private static ApiOperation operation(String path, String method, Map<?, ?> details) {
        String id = String.valueOf(details.get("operationId"));
        Object service = details.get("x-service");
        Object role = details.get("x-role");
        if (service == null || role == null) {
            throw new IllegalStateException("Operation " + id + " of " + RESOURCE + " names no x-service or no x-role");
        }
        return new ApiOperation(
                id,
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                PathPatternParser.defaultInstance.parse(path),
                service.toString(),
                role.equals(PUBLIC) ? null : Role.of(role.toString()));
    }

    private static Map<?, ?> map(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalStateException("Expected a mapping for " + what + " in " + RESOURCE);
    }

    private static String read() {
        try (InputStream in = ApiDocument.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the classpath");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + RESOURCE, e);
        }
    }
}
