package io.groundcrew.gateway.route;

import io.groundcrew.gateway.identity.Credential;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event stream on its way to a reader. Each piece is sent on as it comes. */
final class OpenStream implements ResponseCopy {

    private static final Logger log = LoggerFactory.getLogger(OpenStream.class);
    private static final int BUFFER = 16 * 1024;
    private static final int SILENCES = 4;
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Credential credential;
    private final InputStream body;
    private final Supplier<Instant> now;
    private final Consumer<OpenStream> onEnd;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable OutputStream reader;
    private Instant lastSent;
    private Instant lastHeard;
    private boolean betweenEvents = true;
    private byte lastByte = '\n';
    private volatile Instant lastChecked;

    OpenStream(Credential credential, InputStream body, Supplier<Instant> now, Consumer<OpenStream> onEnd) {
        this.credential = credential;
        this.body = body;
        this.now = now;
        this.onEnd = onEnd;
        this.lastSent = now.get();
        this.lastHeard = lastSent;
        this.lastChecked = lastSent;
    }

    Credential credential() {
        return credential;
    }

    Instant lastChecked() {
        return lastChecked;
    }

    void checkedAt(Instant instant) {
        lastChecked = instant;
    }

    @Override
    public void run(HttpServletRequest request, HttpServletResponse response) {
        try (body) {
            OutputStream out = response.getOutputStream();
            out.flush();
            writing.lock();
            reader = out;
            writing.unlock();
            byte[] buffer = new byte[BUFFER];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                send(out, buffer, read);
            }
        } catch (IOException e) {
            // Its reader left, its service went away or its right ended: readers of event streams reconnect.
            log.debug("A stream of {} ended: {}", credential.subject(), e.toString());
        } finally {
            writing.lock();
            reader = null;
            writing.unlock();
            onEnd.accept(this);
        }
    }

    /** Ends the stream from another thread: its reading returns, and the answer ends. */
    void end() {
        try {
            body.close();
        } catch (IOException e) {
            log.debug("The connection of a stream was closed already: {}", e.toString());
        }
    }

    /**
     * Sends a comment when nothing was sent for a while, since only writing shows that a reader has gone. Ends the stream when
     * its service has said nothing for several times as long, since services send comments, too: its machine has gone.
     */
    void beat(Duration silence) {
        if (!writing.tryLock()) {
            return;
        }
        try {
            OutputStream out = reader;
            if (!now.get().isBefore(lastHeard.plus(silence.multipliedBy(SILENCES)))) {
                log.warn(
                        "A stream of {} is ended: its service has been silent since {}",
                        credential.subject(),
                        lastHeard);
                end();
            } else if (out != null && betweenEvents && !now.get().isBefore(lastSent.plus(silence))) {
                out.write(HEARTBEAT);
                out.flush();
                lastSent = now.get();
            }
        } catch (IOException e) {
            log.debug("The reader of a stream of {} has gone: {}", credential.subject(), e.toString());
            end();
        } finally {
            writing.unlock();
        }
    }

    private void send(OutputStream out, byte[] buffer, int length) throws IOException {
        writing.lock();
        try {
            // Before the reader can have it: what happens after that is later.
            lastSent = now.get();
            lastHeard = lastSent;
            out.write(buffer, 0, length);
            out.flush();
            for (int i = Math.max(0, length - 2); i < length; i++) {
                betweenEvents = buffer[i] == '\n' && lastByte == '\n';
                lastByte = buffer[i];
            }
        } finally {
            writing.unlock();
        }
    }
}
