package io.groundcrew.worker.execute;

import io.groundcrew.codecollection.nativebundle.NativeTask.RestTask;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes one HTTP call with its redirects. */
final class RestCall {

    static final int MOST_BODY = 1024 * 1024;

    private static final int MOST_REDIRECTS = 5;

    private final HttpClient client;

    RestCall(HttpClient client) {
        this.client = client;
    }

    /** An answer and how long it took, in seconds. */
    record Answer(HttpResponse<byte[]> response, double seconds) {}

    /** @throws IOException with a sentence when there is no answer in time or it is too large */
    Answer make(Step step, RestTask task, Duration time) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        URI uri = checked(Templates.fill(task.url(), step.variables()));
        boolean own = true;
        // A task that expects a redirect wants to see it.
        boolean follows = (task.method().equals("GET") || task.method().equals("HEAD"))
                && task.expect().status().stream().noneMatch(status -> status.startsWith("3"));
        for (int redirects = 0; ; redirects++) {
            HttpResponse<byte[]> response = send(step, request(step, task, uri, own, end), end);
            String location = response.headers().firstValue("Location").orElse(null);
            if (!follows || response.statusCode() / 100 != 3 || location == null || redirects == MOST_REDIRECTS) {
                return new Answer(response, (System.nanoTime() - start) / 1e9);
            }
            URI next = checked(uri.resolve(location).toString());
            if (uri.getScheme().equals("https") && next.getScheme().equals("http")) {
                throw new IOException("It redirects from https to " + next + ", which is not followed");
            }
            // Headers may hold credentials, which are for the host they were written for.
            own &= Objects.equals(uri.getAuthority(), next.getAuthority());
            uri = next;
        }
    }

    private static HttpRequest request(Step step, RestTask task, URI uri, boolean own, long end) {
        String body = task.body();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(left(end))
                .method(
                        task.method(),
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(Templates.fill(body, step.variables())));
        if (own) {
            for (Map.Entry<String, String> header : task.headers().entrySet()) {
                request.setHeader(header.getKey(), Templates.fill(header.getValue(), step.variables()));
            }
        }
        return request.build();
    }

    private HttpResponse<byte[]> send(Step step, HttpRequest request, long end)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BODY));
        step.cancellation().onCancel(() -> answer.cancel(true));
        try {
            return answer.get(left(end).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("There was no whole answer in time", e);
        } catch (CancellationException e) {
            throw new IOException("The call was cancelled", e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            String message = cause.getMessage();
            throw new IOException(
                    cause instanceof java.net.ConnectException
                            ? "The connection to " + request.uri().getAuthority() + " was refused or not made in time"
                            : message == null ? cause.getClass().getSimpleName() : message,
                    cause);
        } finally {
            step.cancellation().stepIsOver();
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }

    private static URI checked(String url) throws IOException {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("Expected an http or https URL, found '" + IssueItems.cut(url, 200) + "'", e);
        }
        throw new IOException("Expected an http or https URL, found '" + IssueItems.cut(url, 200) + "'");
    }
}
