package io.groundcrew.codecollection.mirror;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;

/** The repository on the other side, as one sync talks to it. */
final class Remote implements AutoCloseable {

    /** A ref of the remote and the commit it leads to; for an annotated tag the tagged one. */
    record Found(String ref, ObjectId commit) {}

    private final Repository local;
    private final CollectionSource source;
    private final BoundedTransfer transfer;
    private final BoundConnections connections;
    private final KnownServers servers;
    private final List<SshdSessionFactory> sessions = new ArrayList<>();
    private final Path home;

    Remote(Repository local, CollectionSource source, BoundedTransfer transfer, Path mirror) {
        this.local = local;
        this.source = source;
        this.transfer = transfer;
        this.connections = new BoundConnections(source.url());
        this.home = mirror.resolve("ssh");
        this.servers = new KnownServers(
                source.credentials() instanceof Credentials.SshKey key ? key.knownHosts() : null,
                mirror.resolve("known_hosts"));
    }

    /** The first of the named refs that exists, by asking for no more than those where the protocol allows. */
    List<Found> list(List<String> names) throws Exception {
        return transfer.run(() -> {
            try (Transport transport = open()) {
                List<RefSpec> wanted = names.stream().map(RefSpec::new).toList();
                try (FetchConnection connection = transport.openFetch(wanted)) {
                    return inOrder(names, connection.getRefsMap());
                }
            }
        });
    }

    /** All branches and tags, by full name. */
    Map<String, Ref> listAll() throws Exception {
        return transfer.run(() -> {
            try (Transport transport = open();
                    FetchConnection connection = transport.openFetch()) {
                Map<String, Ref> refs = new TreeMap<>(connection.getRefsMap());
                refs.keySet()
                        .removeIf(name -> !name.startsWith(Constants.R_HEADS) && !name.startsWith(Constants.R_TAGS));
                return refs;
            }
        });
    }

    /** Brings one ref or commit without its history. */
    void fetchTip(String refOrCommit, String into) throws Exception {
        fetch(List.of(new RefSpec("+" + refOrCommit + ":" + into)), 1);
    }

    /** Brings every branch and tag with its history: the only way to a commit that the host does not hand out by id. */
    void fetchAll(String into) throws Exception {
        fetch(
                List.of(
                        new RefSpec("+refs/heads/*:" + into + "heads/*"),
                        new RefSpec("+refs/tags/*:" + into + "tags/*")),
                Integer.MAX_VALUE);
    }

    /** What went wrong, in the words of {@link SyncStatus}. */
    SyncFailure explain(Exception failure) {
        return Failures.explain(failure, source, connections.lastStatus(), servers.refused());
    }

    private void fetch(List<RefSpec> specs, int depth) throws Exception {
        transfer.run(() -> {
            try (Transport transport = open()) {
                transport.setDepth(depth);
                return transport.fetch(transfer.monitor(), specs);
            }
        });
    }

    private Transport open() throws Exception {
        Transport transport = Transport.open(local, address());
        transport.setTimeout(transfer.socketTimeout());
        transport.setTagOpt(TagOpt.NO_TAGS);
        transport.setRemoveDeletedRefs(false);
        if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(connections);
            switch (source.credentials()) {
                case Credentials.Token token ->
                    http.setCredentialsProvider(new BoundCredentials(connections, tokenUser(), token.token()));
                case Credentials.Basic basic ->
                    http.setCredentialsProvider(new BoundCredentials(connections, basic.user(), basic.password()));
                case Credentials.None _, Credentials.SshKey _ -> {}
            }
        } else if (transport instanceof SshTransport ssh) {
            SshdSessionFactory factory = SshAccess.sessions(source.credentials(), home, servers);
            sessions.add(factory);
            ssh.setSshSessionFactory(factory);
        }
        return transport;
    }

    private URIish address() throws Exception {
        RepositoryUrl url = source.url();
        return switch (url.scheme()) {
            case FILE -> new URIish().setScheme("file").setPath(url.path());
            case SSH -> url.user() == null ? new URIish(url.text()).setUser("git") : new URIish(url.text());
            case HTTP, HTTPS -> new URIish(url.text());
        };
    }

    /** Most hosts take any name beside a token; this one refuses all but its own. */
    private String tokenUser() {
        return source.url().host().endsWith("bitbucket.org") ? "x-token-auth" : "x-access-token";
    }

    private static List<Found> inOrder(List<String> names, Map<String, Ref> refs) {
        List<Found> found = new ArrayList<>();
        for (String name : names) {
            Ref ref = refs.get(name);
            if (ref != null && ref.getObjectId() != null) {
                ObjectId peeled = ref.getPeeledObjectId();
                found.add(new Found(name, peeled != null ? peeled : ref.getObjectId()));
            }
        }
        return found;
    }

    @Override
    public void close() {
        sessions.forEach(SshdSessionFactory::close);
    }
}
