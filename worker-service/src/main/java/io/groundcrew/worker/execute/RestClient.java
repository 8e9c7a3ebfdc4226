package io.groundcrew.worker.execute;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes the HTTP client of a worker, which all of its REST tasks share. It keeps connections and nothing else: no cookies,
 * no credentials, no redirects, no unpacking.
 */
final class RestClient {

    private RestClient() {}

    /** @throws IllegalArgumentException when a property cannot be used */
    static CloseableHttpClient of(RestProperties properties) {
        AddressPolicy policy = new AddressPolicy(properties.deniedAddresses());
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver(policy))
                .setMaxConnTotal(1000)
                .setMaxConnPerRoute(64)
                .setTlsSocketStrategy(ClientTlsStrategyBuilder.create()
                        .setSslContext(trust(properties.caCertificates()))
                        .buildClassic())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.ofSeconds(10))
                        // So that a new certificate or a new address of a name is seen soon.
                        .setTimeToLive(TimeValue.ofMinutes(1))
                        .setIdleTimeout(Timeout.ofSeconds(10))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setRetryStrategy(new OnceOverAClosedConnection())
                .setUserAgent("groundcrew")
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .build();
    }

    /** The client connects to what this returns, so that no second look-up can say something else. */
    private static DnsResolver resolver(AddressPolicy policy) {
        return new DnsResolver() {

            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                InetAddress[] addresses = InetAddress.getAllByName(host);
                for (InetAddress address : addresses) {
                    String network = policy.denies(address).orElse(null);
                    if (network != null) {
                        throw new AddressPolicy.Denied(host, address, network);
                    }
                }
                return addresses;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    private static SSLContext trust(@Nullable Path file) {
        try {
            if (file == null || file.toString().isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            try (InputStream pem = Files.newInputStream(file)) {
                for (Certificate certificate :
                        CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                    store.setCertificateEntry("ca-" + store.size(), certificate);
                }
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Expected a PEM file of certificates as worker.rest.ca-certificates, and " + file
                            + " cannot be read as one",
                    e);
        }
    }

    /** A server may close a kept connection in the moment it is used again; asking once more does no harm. */
    private static final class OnceOverAClosedConnection implements HttpRequestRetryStrategy {

        private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

        @Override
        public boolean retryRequest(HttpRequest request, IOException failure, int count, HttpContext context) {
            boolean closed = failure instanceof NoHttpResponseException || failure.getClass() == SocketException.class;
            return count == 1 && closed && HARMLESS.contains(request.getMethod());
        }

        @Override
        public boolean retryRequest(HttpResponse response, int count, HttpContext context) {
            return false;
        }

        @Override
        public TimeValue getRetryInterval(HttpResponse response, int count, HttpContext context) {
            return TimeValue.ZERO_MILLISECONDS;
        }
    }
}
