package io.groundcrew.insight.live;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

final class Responses {

    private Responses() {}

    /** The answer to the request that this thread serves. */
    static HttpServletResponse current() {
        if (RequestContextHolder.currentRequestAttributes() instanceof ServletRequestAttributes attributes
                && attributes.getResponse() != null) {
            return attributes.getResponse();
        }
        throw new IllegalStateException("This thread serves no HTTP request");
    }
}
