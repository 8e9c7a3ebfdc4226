package io.groundcrew.codecollection.mirror;

import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** Answers for the registered host only. */
final class BoundCredentials extends UsernamePasswordCredentialsProvider {

    private final BoundConnections connections;

    BoundCredentials(BoundConnections connections, String user, String password) {
        super(user, password);
        this.connections = connections;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null || !connections.isOurs(scheme, host, uri.getPort())) {
            return false;
        }
        return super.get(uri, items);
    }
}
