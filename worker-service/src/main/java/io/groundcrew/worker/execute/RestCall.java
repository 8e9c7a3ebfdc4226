package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Makes one HTTP call with its redirects, within a time and up to a size. */
final class RestCall {

    static final int MOST_BODY = 1024 * 1024;

    private static final int MOST_REDIRECTS = 5;

    private final CloseableHttpClient client;

    RestCall(CloseableHttpClient client) {
        this.client = client;
    }

    /**
     * Calls and, where asked to, follows redirects.
     *
     * @throws IOException with a sentence when there is no answer in time or it is too large
     * @throws IllegalArgumentException with a sentence when it leads to an address that is denied
     */
    RestAnswer make(RestRequest request, boolean follow, Duration time, Cancellation cancellation) throws IOException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        UnderWay underWay = new UnderWay();
        cancellation.onCancel(underWay::end);
        try (Alarm _ = Alarm.in(time, underWay::end)) {
            URI uri = request.uri();
            boolean own = true;
            for (int redirects = 0; ; redirects++) {
                HttpUriRequestBase hop = underWay.begin(request.to(uri, own));
                RestAnswer answer = send(hop, start, end);
                String location = follow && answer.status() / 100 == 3 ? firstOf(answer, "Location") : null;
                if (location == null) {
                    return answer;
                }
                if (redirects == MOST_REDIRECTS) {
                    throw new IOException("It redirects more than " + MOST_REDIRECTS + " times");
                }
                URI next = next(uri, location);
                // Headers may hold credentials, which are for the host they were written for.
                own &= Objects.equals(uri.getAuthority(), next.getAuthority());
                uri = next;
            }
        } catch (IOException e) {
            if (cancellation.isWanted()) {
                throw new IOException("The call was cancelled", e);
            }
            throw System.nanoTime() >= end ? new IOException("There was no whole answer in time", e) : e;
        } finally {
            cancellation.stepIsOver();
        }
    }

    private RestAnswer send(HttpUriRequestBase request, long start, long end) throws IOException {
        Timeout left = Timeout.of(Math.max(1, (end - System.nanoTime()) / 1_000_000), TimeUnit.MILLISECONDS);
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(left)
                .setResponseTimeout(left)
                .build());
        HttpClientContext context = HttpClientContext.create();
        try {
            return client.execute(request, context, response -> {
                byte[] body = body(request, response);
                double seconds = (System.nanoTime() - start) / 1e9;
                return new RestAnswer(
                        response.getCode(), response.getHeaders(), body, certificate(context.getSSLSession()), seconds);
            });
        } catch (AddressPolicy.Denied e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(sentence(request, e), e);
        }
    }

    /** Never more than the cap, packed or not; the rest is left in the connection, which is closed. */
    private static byte[] body(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        Header encoding = response.getFirstHeader("Content-Encoding");
        boolean packed = encoding != null && "gzip".equalsIgnoreCase(encoding.getValue());
        InputStream content = entity.getContent();
        try {
            return packed ? unpacked(content) : upToTheCap(content);
        } catch (IOException e) {
            // Without this the client would read the body to its end, which may never come, to keep the connection.
            request.cancel();
            throw e;
        }
    }

    private static byte[] unpacked(InputStream content) throws IOException {
        try (InputStream plain = new GZIPInputStream(new LeftOpen(content))) {
            return upToTheCap(plain);
        }
    }

    private static byte[] upToTheCap(InputStream stream) throws IOException {
        byte[] body = stream.readNBytes(MOST_BODY + 1);
        if (body.length > MOST_BODY) {
            throw new TooLong();
        }
        return body;
    }

    private static @Nullable X509Certificate certificate(@Nullable SSLSession session) {
        try {
            return session != null && session.getPeerCertificates()[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private static @Nullable String firstOf(RestAnswer answer, String header) {
        return answer.header(header).stream().findFirst().orElse(null);
    }

    private static URI next(URI from, String location) throws IOException {
        URI next;
        try {
            next = UrlTemplate.checked(from.resolve(location).toString());
        } catch (IllegalArgumentException e) {
            throw new IOException("It redirects to what is not followed. " + e.getMessage(), e);
        }
        if ("https".equalsIgnoreCase(from.getScheme()) && "http".equalsIgnoreCase(next.getScheme())) {
            throw new IOException(
                    "It redirects from https to " + Text.cutTo(next.toString(), 200) + ", which is not followed");
        }
        return next;
    }

    private static String sentence(HttpUriRequestBase request, IOException failure) {
        String place = String.valueOf(request.getAuthority());
        return switch (failure) {
            case UnknownHostException _ -> "The name of " + place + " cannot be resolved";
            case ConnectException _ -> "The connection to " + place + " was refused";
            case SocketTimeoutException _ -> "There was no answer from " + place + " in time";
            case SSLException tls -> "No secure connection to " + place + ": " + tls.getMessage();
            case TooLong _ -> "The answer of " + place + " is longer than " + MOST_BODY + " bytes";
            default -> "The call to " + place + " failed: " + cause(failure);
        };
    }

    private static String cause(IOException failure) {
        Throwable shown = failure.getCause() instanceof HttpException http ? http : failure;
        return shown.getMessage() == null ? shown.getClass().getSimpleName() : Text.cutTo(shown.getMessage(), 300);
    }

    private static final class TooLong extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** A body reads itself to its end when it is closed. */
    private static final class LeftOpen extends FilterInputStream {

        LeftOpen(InputStream stream) {
            super(stream);
        }

        @Override
        public void close() {}
    }

    /** The request that is under way, which the end of the time or of the run ends too. */
    private static final class UnderWay {

        private final AtomicReference<@Nullable HttpUriRequestBase> current = new AtomicReference<>();
        private volatile boolean over;

        HttpUriRequestBase begin(HttpUriRequestBase request) {
            current.set(request);
            if (over) {
                request.cancel();
            }
            return request;
        }

        void end() {
            over = true;
            HttpUriRequestBase request = current.get();
            if (request != null) {
                request.cancel();
            }
        }
    }
}
