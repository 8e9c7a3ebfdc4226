package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/** HTTP connections that give credentials to the registered host only, wherever a redirect leads. */
final class BoundConnections implements HttpConnectionFactory {

    private final RepositoryUrl url;
    private volatile int lastStatus;

    BoundConnections(RepositoryUrl url) {
        this.url = url;
    }

    /** The status of the latest answer; 0 when there was none. */
    int lastStatus() {
        return lastStatus;
    }

    /** Whether this place is the one the credentials were given for: same scheme, host and port. */
    boolean isOurs(String scheme, String host, int port) {
        boolean https = scheme.equalsIgnoreCase("https");
        int standard = https ? 443 : 80;
        int ours = url.port() < 0 ? (url.scheme() == RepositoryUrl.Scheme.HTTPS ? 443 : 80) : url.port();
        return https == (url.scheme() == RepositoryUrl.Scheme.HTTPS)
                && host.equalsIgnoreCase(url.host())
                && (port < 0 ? standard : port) == ours;
    }

    @Override
    public HttpConnection create(URL target) throws IOException {
        return new Bound(target);
    }

    @Override
    public HttpConnection create(URL target, Proxy proxy) throws IOException {
        return new Bound(target, proxy);
    }

    private final class Bound extends JDKHttpConnection {

        private final boolean ours;

        Bound(URL target) throws IOException {
            super(target);
            ours = isOurs(target.getProtocol(), target.getHost(), target.getPort());
        }

        Bound(URL target, Proxy proxy) throws IOException {
            super(target, proxy);
            ours = isOurs(target.getProtocol(), target.getHost(), target.getPort());
        }

        @Override
        public void setRequestProperty(String key, String value) {
            if (ours || !(key.equalsIgnoreCase("Authorization") || key.equalsIgnoreCase("Cookie"))) {
                super.setRequestProperty(key, value);
            }
        }

        @Override
        public int getResponseCode() throws IOException {
            int status = super.getResponseCode();
            lastStatus = status;
            return status;
        }
    }
}
