package io.groundcrew.codecollection.mirror;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** Makes SSH sessions from the given key alone: no {@code ~/.ssh}, no agent, no configuration file. */
final class SshAccess {

    private SshAccess() {}

    /** @throws SyncFailure when the private key cannot be read */
    static SshdSessionFactory sessions(Credentials credentials, Path emptyHome, KnownServers servers)
            throws SyncFailure, IOException {
        Files.createDirectories(emptyHome);
        File home = emptyHome.toFile();
        List<KeyPair> keys = switch (credentials) {
            case Credentials.SshKey key -> keysOf(key);
            case Credentials.None _, Credentials.Token _, Credentials.Basic _ -> List.of();
        };
        return new SshdSessionFactoryBuilder()
                .setHomeDirectory(home)
                .setSshDirectory(home)
                .setPreferredAuthentications("publickey")
                .setConfigStoreFactory((directory, file, user) -> null)
                .setConnectorFactory(null)
                .setDefaultIdentities(directory -> List.of())
                .setDefaultKnownHostsFiles(directory -> List.of())
                .setDefaultKeysProvider(directory -> keys)
                .setServerKeyDatabase((directory, ssh) -> servers)
                .build(null);
    }

    private static List<KeyPair> keysOf(Credentials.SshKey key) throws SyncFailure {
        String passphrase = key.passphrase();
        // Editors and forms strip the last newline, and an OpenSSH key without it does not parse.
        byte[] text = (key.privateKey().strip() + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            List<KeyPair> keys = new ArrayList<>();
            Iterable<KeyPair> read = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("ssh key"),
                    new ByteArrayInputStream(text),
                    passphrase == null ? FilePasswordProvider.EMPTY : FilePasswordProvider.of(passphrase));
            if (read != null) {
                read.forEach(keys::add);
            }
            if (!keys.isEmpty()) {
                return keys;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The parser's message may quote the key; ours says all that a person can act on.
            throw unreadable();
        }
        throw unreadable();
    }

    private static SyncFailure unreadable() {
        return new SyncFailure(
                SyncStatus.AUTHENTICATION_REFUSED,
                "The SSH private key of the credentials cannot be read. Expected the text of an OpenSSH, PEM or PKCS#8 key"
                        + " file and, where it is encrypted, its passphrase.");
    }
}
