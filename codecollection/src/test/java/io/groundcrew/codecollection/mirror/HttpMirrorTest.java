package io.groundcrew.codecollection.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpMirrorTest {

    @TempDir
    Path temp;

    private OriginRepository origin;
    private GitOverHttp host;
    private String commit;

    @BeforeEach
    void serve() throws IOException {
        origin = new OriginRepository(temp.resolve("origin.git"));
        commit = origin.commit("main", Map.of("a", OriginRepository.file("1")));
        host = new GitOverHttp(origin.repository());
    }

    @AfterEach
    void stop() {
        host.close();
        origin.close();
    }

    @Test
    void mirrorsOverHttpAndFollowsNewCommits() throws IOException {
        GitMirror mirror = mirror(host.url(), new Credentials.None(), MirrorLimits.DEFAULT);
        assertThat(mirror.sync().commit()).isEqualTo(commit);
        assertThat(mirror.sync().status()).isEqualTo(SyncStatus.UNCHANGED);
        String next = origin.commit("main", Map.of("a", OriginRepository.file("2")));
        assertThat(mirror.sync().commit()).isEqualTo(next);
        assertThat(mirror.fetch(commit).succeeded()).isTrue();
    }

    @Test
    void saysThatCredentialsAreWantedOrRefused() {
        host.want(GitOverHttp.basic("x-access-token", "right"));
        SyncResult none =
                mirror(host.url(), new Credentials.None(), MirrorLimits.DEFAULT).sync();
        assertThat(none.status()).isEqualTo(SyncStatus.AUTHENTICATION_REFUSED);
        assertThat(none.message()).contains("none are set");

        SyncResult wrong = mirror(host.url(), new Credentials.Token("hunter2"), MirrorLimits.DEFAULT)
                .sync();
        assertThat(wrong.status()).isEqualTo(SyncStatus.AUTHENTICATION_REFUSED);
        assertThat(wrong.message()).contains("were refused").doesNotContain("hunter2");
        assertThat(mirror(host.url(), new Credentials.Token("right"), MirrorLimits.DEFAULT)
                        .sync()
                        .commit())
                .isEqualTo(commit);
    }

    @Test
    void case31WritesNoCredentialToDisk() throws IOException {
        host.want(GitOverHttp.basic("me", "hunter2"));
        SyncResult result = mirror(host.url(), new Credentials.Basic("me", "hunter2"), MirrorLimits.DEFAULT)
                .sync();
        assertThat(result.commit()).isEqualTo(commit);
        assertThat(result.toString()).doesNotContain("hunter2");
        try (var files = Files.walk(temp.resolve("mirror"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("hunter2");
            }
        }
    }

    @Test
    void case31GivesNoCredentialsToAnotherHostThatARedirectLeadsTo() throws IOException {
        try (GitOverHttp thief = new GitOverHttp(origin.repository())) {
            thief.want(GitOverHttp.basic("x-access-token", "hunter2"));
            host.want(GitOverHttp.basic("x-access-token", "hunter2"));
            host.redirectTo(thief.url());

            SyncResult result = mirror(host.url(), new Credentials.Token("hunter2"), MirrorLimits.DEFAULT)
                    .sync();
            assertThat(result.status()).isEqualTo(SyncStatus.AUTHENTICATION_REFUSED);
            assertThat(host.authorizations()).isNotEmpty();
            assertThat(thief.authorizations()).isEmpty();
        }
    }

    @Test
    void saysThatAHostCannotBeReachedOrHasNoSuchRepository() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        SyncResult unreachable = mirror("http://127.0.0.1:" + closed, new Credentials.None(), MirrorLimits.DEFAULT)
                .sync();
        assertThat(unreachable.status()).isEqualTo(SyncStatus.UNREACHABLE);
        assertThat(unreachable.message()).contains("connection was refused").contains("tasks.git");

        CollectionSource wrongPath =
                CollectionSource.of(RepositoryUrl.parse(host.url() + "/other.git", UrlRules.remoteOnly()));
        SyncResult missing = origin.mirror(temp.resolve("mirror"), wrongPath, MirrorLimits.DEFAULT)
                .sync();
        assertThat(missing.status()).isEqualTo(SyncStatus.NOT_FOUND);

        CollectionSource noName = CollectionSource.of(
                RepositoryUrl.parse("http://no-such-host.invalid/tasks.git", UrlRules.remoteOnly()));
        assertThat(origin.mirror(temp.resolve("mirror"), noName, MirrorLimits.DEFAULT)
                        .sync()
                        .status())
                .isEqualTo(SyncStatus.UNREACHABLE);
    }

    @Test
    void case30EndsASyncThatNeverAnswers() {
        host.fallSilent();
        SyncResult result = mirror(
                        host.url(), new Credentials.None(), MirrorLimits.DEFAULT.withTime(Duration.ofMillis(300)))
                .sync();
        assertThat(result.status()).isEqualTo(SyncStatus.TOO_SLOW);
        assertThat(result.message()).contains("300 ms");
    }

    private GitMirror mirror(String url, Credentials credentials, MirrorLimits limits) {
        CollectionSource source = CollectionSource.of(RepositoryUrl.parse(url + "/tasks.git", UrlRules.remoteOnly()))
                .withCredentials(credentials);
        return origin.mirror(temp.resolve("mirror"), source, limits);
    }
}
