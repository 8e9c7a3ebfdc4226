package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an SSH server is the one we mean: by the given known_hosts lines, else by the key that was seen first,
 * which is kept beside the mirror.
 */
final class KnownServers implements ServerKeyDatabase {

    private final @Nullable String given;
    private final Path seenFirst;
    private volatile boolean refused;

    KnownServers(@Nullable String given, Path seenFirst) {
        this.given = given;
        this.seenFirst = seenFirst;
    }

    /** Whether the latest server was turned away. */
    boolean refused() {
        return refused;
    }

    @Override
    public List<PublicKey> lookup(String connectAddress, InetSocketAddress remote, Configuration config) {
        try {
            return keysFor(remote);
        } catch (IOException | GeneralSecurityException e) {
            return List.of();
        }
    }

    @Override
    public boolean accept(
            String connectAddress,
            InetSocketAddress remote,
            PublicKey serverKey,
            Configuration config,
            @Nullable CredentialsProvider provider) {
        try {
            List<PublicKey> known = keysFor(remote);
            boolean accepted;
            if (known.isEmpty() && given == null) {
                keep(remote, serverKey);
                accepted = true;
            } else {
                accepted = known.stream().anyMatch(key -> KeyUtils.compareKeys(key, serverKey));
            }
            refused = !accepted;
            return accepted;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            refused = true;
            return false;
        }
    }

    private List<PublicKey> keysFor(InetSocketAddress remote) throws IOException, GeneralSecurityException {
        String lines = given != null ? given : Files.exists(seenFirst) ? Files.readString(seenFirst) : "";
        List<PublicKey> keys = new ArrayList<>();
        for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(new StringReader(lines), true)) {
            if (entry.isHostMatch(remote.getHostString(), remote.getPort())) {
                PublicKey key = entry.getKeyEntry().resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.IGNORING);
                if (key != null) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private void keep(InetSocketAddress remote, PublicKey key) throws IOException {
        String host = remote.getPort() == 22
                ? remote.getHostString()
                : "[" + remote.getHostString() + "]:" + remote.getPort();
        Files.createDirectories(seenFirst.toAbsolutePath().getParent());
        Files.writeString(
                seenFirst,
                host + " " + PublicKeyEntry.toString(key) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
