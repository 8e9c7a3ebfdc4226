package io.groundcrew.insight.live;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes server-sent events. Their data is JSON, so that line ends inside it survive. */
final class EventWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServletResponse response;
    private final OutputStream out;
    private long lastWrite;

    EventWriter(HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Accel-Buffering", "no");
        this.response = response;
        this.out = response.getOutputStream();
        comment("open");
    }

    void event(String name, String id, Object data) throws IOException {
        eventOf(name, id, json(data));
    }

    /**
     * Writes an event whose data is JSON already.
     *
     * @param id null leaves the reader with the id of an event before it
     */
    void eventOf(String name, @Nullable String id, String json) throws IOException {
        send("event: " + name + (id == null ? "" : "\nid: " + id) + "\ndata: " + json + "\n\n");
    }

    static String json(Object data) {
        return JSON.writeValueAsString(data);
    }

    void comment(String text) throws IOException {
        send(": " + text + "\n\n");
    }

    /** Nanoseconds since anything was written. */
    long silence() {
        return System.nanoTime() - lastWrite;
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
        lastWrite = System.nanoTime();
    }
}
