package io.groundcrew.insight.live;

import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.insight.output.AnnouncedOutput;
import io.groundcrew.insight.output.Attempts;
import io.groundcrew.insight.run.Run;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what is stored of a log into the answer, piece by piece, so that a long one needs no memory. */
public final class LogDownload {

    private static final Logger log = LoggerFactory.getLogger(LogDownload.class);
    private static final int PIECE = 1024 * 1024;

    private final AnnouncedOutput output;
    private final Attempts attempts;

    public LogDownload(AnnouncedOutput output, Attempts attempts) {
        this.output = output;
        this.attempts = attempts;
    }

    /** Answers the request that this thread serves with the log from an offset on. */
    public void write(Run run, long offset) {
        int attempt = attempts.shown(run, Stream.LOG);
        byte[] piece = output.read(run, attempt, Stream.LOG, offset, PIECE);
        HttpServletResponse response = Responses.current();
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Log-Attempt", Integer.toString(attempt));
        Run.Result result = run.result();
        if (result != null) {
            response.setHeader("X-Log-Length", Long.toString(result.logLength()));
        }
        try {
            OutputStream out = response.getOutputStream();
            for (long position = offset;
                    piece.length > 0;
                    position += piece.length, piece = output.read(run, attempt, Stream.LOG, position, PIECE)) {
                out.write(piece);
            }
            response.flushBuffer();
        } catch (IOException e) {
            log.debug("The reader of run {}'s log went away", run.ref().id(), e);
        }
    }
}
