package io.groundcrew.worker.secrets;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP with a store: bounded in time and size, without following redirects, which would take the token along. */
final class StoreClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LARGEST = 4 << 20;

    private final HttpClient http;
    private final Duration timeout;

    /**
     * A client.
     *
     * @param tls whom to trust; null for the platform's usual authorities
     * @param timeout for a whole call
     */
    StoreClient(@Nullable SSLContext tls, Duration timeout) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1);
        this.http = (tls == null ? builder : builder.sslContext(tls)).build();
        this.timeout = timeout;
    }

    /**
     * An answer.
     *
     * @param body missing where it was no JSON
     */
    record Answer(int status, JsonNode body) {}

    Answer get(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri).GET(), headers);
    }

    Answer post(URI uri, Map<String, String> body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))),
                Map.of("Content-Type", "application/json"));
    }

    private Answer send(HttpRequest.Builder request, Map<String, String> headers)
            throws IOException, InterruptedException {
        headers.forEach(request::setHeader);
        CompletableFuture<HttpResponse<byte[]>> answering = http.sendAsync(
                request.build(), HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
        try {
            HttpResponse<byte[]> answer = answering.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(answer.statusCode(), json(answer.body()));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + timeout, e);
        } finally {
            answering.cancel(true);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
