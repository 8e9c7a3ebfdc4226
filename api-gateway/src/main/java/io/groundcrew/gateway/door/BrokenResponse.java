package io.groundcrew.gateway.door;

import jakarta.servlet.ServletRequest;
import java.io.IOException;

/**
 * A response that broke off after its first bytes were sent. It must reach the servlet container as an exception, which
 * then closes the connection; any handler before it would end the half response as if it were whole.
 */
public final class BrokenResponse {

    private static final String ATTRIBUTE = BrokenResponse.class.getName();

    private BrokenResponse() {}

    public static void report(ServletRequest request, IOException cause) {
        request.setAttribute(ATTRIBUTE, cause);
    }

    static void rethrow(ServletRequest request) throws IOException {
        if (request.getAttribute(ATTRIBUTE) instanceof IOException cause) {
            throw cause;
        }
    }
}
