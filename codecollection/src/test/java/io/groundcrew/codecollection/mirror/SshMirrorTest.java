package io.groundcrew.codecollection.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshMirrorTest {

    @TempDir
    Path temp;

    private OriginRepository origin;
    private SshServer server;
    private KeyPair hostKey;
    private KeyPair userKey;
    private String commit;

    @BeforeEach
    void serve() throws Exception {
        origin = new OriginRepository(temp.resolve("origin.git"));
        commit = origin.commit("main", Map.of("a", OriginRepository.file("1")));
        hostKey = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        userKey = SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519).generateKeyPair();
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator(
                (user, key, session) -> user.equals("git") && KeyUtils.compareKeys(key, userKey.getPublic()));
        server.setCommandFactory((channel, command) -> new Upload(command));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(true);
        origin.close();
    }

    @Test
    void mirrorsWithAnEncryptedKeyAndKeepsTheHostKeySeenFirst() throws Exception {
        GitMirror mirror = mirror(new Credentials.SshKey(openSsh(userKey, "pass"), "pass", null), "/tasks.git");
        SyncResult result = mirror.sync();
        assertThat(result.message()).contains("Fetched commit");
        assertThat(result.commit()).isEqualTo(commit);
        assertThat(Files.readString(temp.resolve("mirror/known_hosts")))
                .contains(PublicKeyEntry.toString(hostKey.getPublic()));

        server.setKeyPairProvider(
                KeyPairProvider.wrap(KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256)));
        SyncResult changed = mirror.sync();
        assertThat(changed.status()).isEqualTo(SyncStatus.HOST_KEY_REFUSED);
        assertThat(changed.commit()).isEqualTo(commit);
    }

    @Test
    void acceptsTheGivenHostKeyOnly() throws Exception {
        String key = openSsh(userKey, null);
        String right = "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(hostKey.getPublic());
        assertThat(mirror(new Credentials.SshKey(key, null, right), "/tasks.git")
                        .sync()
                        .commit())
                .isEqualTo(commit);
        String wrong = "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(userKey.getPublic());
        assertThat(mirror(new Credentials.SshKey(key, null, wrong), "/tasks.git")
                        .sync()
                        .status())
                .isEqualTo(SyncStatus.HOST_KEY_REFUSED);
    }

    @Test
    void saysThatAKeyIsRefusedOrCannotBeRead() throws Exception {
        KeyPair other = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        assertThat(mirror(new Credentials.SshKey(openSsh(other, null), null, null), "/tasks.git")
                        .sync()
                        .status())
                .isEqualTo(SyncStatus.AUTHENTICATION_REFUSED);
        SyncResult unreadable = mirror(new Credentials.SshKey("hunter2", null, null), "/tasks.git")
                .sync();
        assertThat(unreadable.status()).isEqualTo(SyncStatus.AUTHENTICATION_REFUSED);
        assertThat(unreadable.message()).contains("cannot be read").doesNotContain("hunter2");
    }

    private GitMirror mirror(Credentials credentials, String path) {
        RepositoryUrl url =
                RepositoryUrl.parse("ssh://git@127.0.0.1:" + server.getPort() + path, UrlRules.remoteOnly());
        return origin.mirror(
                temp.resolve("mirror"), CollectionSource.of(url).withCredentials(credentials), MirrorLimits.DEFAULT);
    }

    private static String openSsh(KeyPair key, @Nullable String passphrase) throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenSSHKeyEncryptionContext encryption = null;
        if (passphrase != null) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setPassword(passphrase);
            encryption.setCipherType("256");
        }
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, text);
        return text.toString(StandardCharsets.US_ASCII);
    }

    /** Answers {@code git-upload-pack '/tasks.git'} from the origin. */
    private final class Upload implements Command {

        private final String command;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private @Nullable ExitCallback exit;

        Upload(String command) {
            this.command = command;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread.ofVirtual().start(() -> {
                int code = 1;
                try {
                    if (command.equals("git-upload-pack '/tasks.git'")) {
                        new UploadPack(origin.repository()).upload(in, out, err);
                        code = 0;
                    }
                    out.flush();
                } catch (IOException e) {
                    code = 1;
                } finally {
                    ExitCallback callback = exit;
                    if (callback != null) {
                        callback.onExit(code);
                    }
                }
            });
        }

        @Override
        public void destroy(ChannelSession channel) {
            // The session's end closes the streams.
        }
    }
}
