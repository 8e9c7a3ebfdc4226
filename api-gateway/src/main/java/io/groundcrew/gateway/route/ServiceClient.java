package io.groundcrew.gateway.route;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.http.HttpHeaders;

/**
 * Calls services on the thread that asks, over kept connections. A request goes as it is given and an answer is given as
 * it came: no redirects, repetitions, cookies, credentials or unpacking.
 */
final class ServiceClient implements AutoCloseable {

    /** Shorter than any service keeps a connection (20 s), so that none is closed while a request is on its way. */
    private static final TimeValue KEPT = TimeValue.ofSeconds(10);

    /** Looking whether a service closed a connection takes a millisecond, which a busy one is spared. */
    private static final TimeValue TRUSTED = TimeValue.ofMilliseconds(100);

    private static final long SWEEP_SECONDS = 2;

    private final Duration responseTimeout;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("service-timer").daemon().factory());

    ServiceClient(Duration connectTimeout, Duration responseTimeout) {
        this.responseTimeout = responseTimeout;
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                // The connections of this gateway's own server bound the calls already; streams hold theirs for hours.
                .setMaxConnTotal(Integer.MAX_VALUE)
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .setTlsSocketStrategy(DefaultClientTlsStrategy.createSystemDefault())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connectTimeout))
                        // A stream may be silent for minutes.
                        .setSocketTimeout(Timeout.DISABLED)
                        .setValidateAfterInactivity(TRUSTED)
                        .build())
                .build();
        client = HttpClients.custom()
                .setConnectionManager(connections)
                .setKeepAliveStrategy((response, context) -> KEPT)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
        timer.setRemoveOnCancelPolicy(true);
        // It comes sooner than nearly every deadline, too: one that is not the next to come wakes no thread when it is
        // set.
        var unused =
                timer.scheduleWithFixedDelay(connections::closeExpired, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** @param body may be closed by any thread, which ends a read at once; has to be read to its end or closed */
    record Answer(int status, HttpHeaders headers, InputStream body) {}

    /** Returns when the headers of the answer have come; {@link IOException} when they do not come in time. */
    Answer send(String method, URI uri, HttpHeaders headers, byte[] body) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(method, uri);
        headers.forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
        if (body.length > 0) {
            request.setEntity(new ByteArrayEntity(body, null));
        }
        // The client's own response timeout would hold for every piece of the body as well.
        Future<?> deadline = timer.schedule(request::cancel, responseTimeout.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return answer(request, client.executeOpen(null, request, null));
        } catch (IOException | IllegalStateException e) {
            // IllegalStateException: cancelled or closed between two steps of the client.
            if (request.isCancelled()) {
                throw new SocketTimeoutException("no answer within " + responseTimeout);
            }
            throw e instanceof IOException failure ? failure : new IOException(e);
        } finally {
            deadline.cancel(false);
        }
    }

    private static Answer answer(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
        HttpHeaders headers = new HttpHeaders();
        for (Header header : response.getHeaders()) {
            headers.add(header.getName(), header.getValue());
        }
        HttpEntity entity = response.getEntity();
        InputStream body = entity == null ? InputStream.nullInputStream() : new Body(request, entity.getContent());
        return new Answer(response.getCode(), headers, body);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        timer.shutdownNow();
    }

    /** At its end the connection is kept by itself. Closing it before gives the connection up instead of reading on. */
    private static final class Body extends FilterInputStream {

        private final HttpUriRequestBase request;

        Body(HttpUriRequestBase request, InputStream content) {
            super(content);
            this.request = request;
        }

        @Override
        public void close() {
            request.cancel();
        }
    }
}
