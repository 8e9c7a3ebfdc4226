package io.groundcrew.chassis.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.pattern.PathPattern;

/**
 * One operation of the API document.
 *
 * @param id its operationId
 * @param path its path, with {@code {workspace}} where it belongs to one
 * @param service the service that answers: {@code runner}, {@code insight} or {@code gateway}
 * @param role the least role that may call it, null when anybody may
 */
public record ApiOperation(
        String id,
        HttpMethod method,
        PathPattern path,
        String service,
        @Nullable Role role) {}
