package io.groundcrew.gateway.route;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Copies the body of a service's answer to its reader and lets go of it, however that ends. */
sealed interface ResponseCopy permits PlainCopy, OpenStream {

    /** Copies until either side ends; {@link IOException} only when nothing was sent yet. */
    void run(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
