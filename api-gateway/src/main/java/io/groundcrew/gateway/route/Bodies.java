package io.groundcrew.gateway.route;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.gateway.identity.Access;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/** Reads request bodies whole, up to their limit, so that a service sees a complete one or none. */
final class Bodies {

    private static final String APPLY = "applyDocuments";

    private final DataSize limit;
    private final DataSize applyLimit;
    private final PublicBodies publicBodies;

    Bodies(DataSize limit, DataSize applyLimit, PublicBodies publicBodies) {
        this.limit = limit;
        this.applyLimit = applyLimit;
        this.publicBodies = publicBodies;
    }

    /** A body that may be read. Whoever takes it closes it when it is no longer needed, since others may wait for that. */
    interface Incoming extends AutoCloseable {

        byte[] read() throws IOException;

        @Override
        void close();
    }

    /** The body of a request; {@link ProblemException} 413 when it is over the limit of its operation. */
    Incoming take(HttpServletRequest request) {
        Access access = Access.of(request);
        DataSize most = APPLY.equals(access.operationId()) ? applyLimit : limit;
        if (request.getContentLengthLong() > most.toBytes()) {
            throw tooLarge(most);
        }
        return access.known() == null ? publicBodies.take(request, most) : new OfCaller(request, most);
    }

    static byte[] read(InputStream in, DataSize most) throws IOException {
        byte[] body = in.readNBytes(Math.toIntExact(most.toBytes() + 1));
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

    private record OfCaller(HttpServletRequest request, DataSize most) implements Incoming {

        @Override
        public byte[] read() throws IOException {
            return Bodies.read(request.getInputStream(), most);
        }

        @Override
        public void close() {}
    }
}
