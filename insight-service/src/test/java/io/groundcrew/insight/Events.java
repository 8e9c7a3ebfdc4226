package io.groundcrew.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** What a reader of an event stream sees. */
record Events(BufferedReader reader) implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An event; the data of a log event is its text. */
    record Event(String name, String id, String data) {}

    static Events of(HttpResponse<InputStream> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return new Events(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    Event next() throws IOException {
        String name = "";
        String id = "";
        String data = "";
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && !name.isEmpty()) {
                return new Event(
                        name,
                        id,
                        name.equals("log") ? JSON.readTree(data).path("text").asString() : data);
            }
        }
        throw new AssertionError("The stream ended");
    }

    boolean ended() throws IOException {
        return reader.readLine() == null;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
