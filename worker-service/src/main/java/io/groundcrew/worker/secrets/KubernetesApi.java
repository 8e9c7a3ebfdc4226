package io.groundcrew.worker.secrets;

import io.groundcrew.worker.secrets.SecretProperties.Kubernetes;
import io.groundcrew.worker.secrets.StoreClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The Kubernetes API as a pod's service account sees it; a token is read anew for each call, since it is rotated. */
final class KubernetesApi {

    private final @Nullable URI server;
    private final Path account;
    private final Duration timeout;
    private @Nullable StoreClient client;

    /**
     * Connects to nothing yet.
     *
     * @param environment the worker's, in which a pod finds the API server
     */
    KubernetesApi(Kubernetes properties, Map<String, String> environment, Duration timeout) {
        URI given = properties.apiServer();
        this.server = given == null ? fromPod(environment) : given;
        this.account = properties.accountDirectory();
        this.timeout = timeout;
    }

    /** The service account's own namespace. */
    String namespace() throws SecretUnavailableException {
        return read("namespace");
    }

    /** The service account's token. */
    String token() throws SecretUnavailableException {
        return read("token");
    }

    /** Whether this process has a service account. */
    boolean hasAccount() {
        return Files.isRegularFile(account.resolve("token"));
    }

    Answer get(String path) throws IOException, InterruptedException, SecretUnavailableException {
        if (server == null) {
            throw new SecretUnavailableException("and this worker runs outside of a cluster. Set"
                    + " worker.secrets.kubernetes.api-server and .account-directory.");
        }
        return client().get(server.resolve(path), Map.of("Authorization", "Bearer " + token()));
    }

    private synchronized StoreClient client() throws IOException {
        if (client == null) {
            Path authority = account.resolve("ca.crt");
            client = new StoreClient(Files.isRegularFile(authority) ? trusting(authority) : null, timeout);
        }
        return client;
    }

    private String read(String file) throws SecretUnavailableException {
        try {
            return Files.readString(account.resolve(file)).strip();
        } catch (IOException e) {
            throw new SecretUnavailableException("and the worker's service account has no file " + account.resolve(file)
                    + ". Give the worker a service account, or name the namespace.");
        }
    }

    private static @Nullable URI fromPod(Map<String, String> environment) {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        if (host == null || host.isBlank()) {
            return null;
        }
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        return URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (InputStream in = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca-" + count++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("Expected PEM certificates in " + authority, e);
        }
    }
}
