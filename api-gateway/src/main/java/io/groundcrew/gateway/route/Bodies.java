package io.groundcrew.gateway.route;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.gateway.identity.Access;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/** Reads request bodies whole, up to their limit, so that a service sees a complete one or none. */
final class Bodies {

    private static final String APPLY = "applyDocuments";

    private final DataSize limit;
    private final DataSize applyLimit;

    Bodies(DataSize limit, DataSize applyLimit) {
        this.limit = limit;
        this.applyLimit = applyLimit;
    }

    /** The body of a request; {@link ProblemException} 413 when it is over the limit of its operation. */
    byte[] read(HttpServletRequest request) throws IOException {
        DataSize most = APPLY.equals(Access.of(request).operationId()) ? applyLimit : limit;
        if (request.getContentLengthLong() > most.toBytes()) {
            throw tooLarge(most);
        }
        byte[] body = request.getInputStream().readNBytes(Math.toIntExact(most.toBytes() + 1));
        if (body.length > most.toBytes()) {
            throw tooLarge(most);
        }
        return body;
    }

    private static ProblemException tooLarge(DataSize most) {
        return new ProblemException(
                HttpStatus.CONTENT_TOO_LARGE,
                "Expected a body of at most " + most.toBytes() + " bytes here. Send it in smaller parts.");
    }
}
