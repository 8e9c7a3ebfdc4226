package io.groundcrew.gateway.route;

import io.groundcrew.gateway.door.BrokenResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An answer with an end. */
record PlainCopy(InputStream body) implements ResponseCopy {

    private static final Logger log = LoggerFactory.getLogger(PlainCopy.class);

    @Override
    public void run(HttpServletRequest request, HttpServletResponse response) {
        try (body) {
            body.transferTo(response.getOutputStream());
        } catch (IOException e) {
            log.warn("An answer broke off on its way: {}", e.toString());
            BrokenResponse.report(request, e);
        }
    }
}
