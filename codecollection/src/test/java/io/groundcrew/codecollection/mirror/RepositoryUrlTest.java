package io.groundcrew.codecollection.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryUrlTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example/ops/tasks.git",
                "http://git.example:8080/ops/tasks",
                "ssh://git@git.example:2222/ops/tasks.git",
                "git@git.example:ops/tasks.git",
                "https://git.example/ops/tasks%20two.git",
                "https://[2001:db8::1]/ops/tasks.git"
            })
    void acceptsWhatGitHostsOffer(String text) {
        assertThat(RepositoryUrl.parse(text, UrlRules.remoteOnly()).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ext::sh -c touch% /tmp/pwned",
                "--upload-pack=touch /tmp/pwned",
                "-oProxyCommand=touch",
                "file:///etc",
                "ssh://-oProxyCommand=touch/x",
                "ssh://git@-oProxyCommand=touch/x",
                "-oProxyCommand=x@git.example:ops",
                "git@-oProxyCommand=x:ops",
                "git@git.example:-x",
                "https:///host",
                "https://",
                "git://git.example/ops/tasks.git",
                "ftp://git.example/ops/tasks.git",
                "javascript:alert(1)",
                "/etc/passwd",
                "../tasks",
                "C:\\tasks",
                "https://git.example/ops/../../etc",
                "https://git.example/ops/%2e%2e/etc",
                "https://git.example/x?y=$(id)",
                "https://git.example/$(id)",
                "https://git.example/a;id",
                "https://git.example/a`id`",
                "https://git.example/a b",
                "https://git.example:99999/ops",
                "https://git_.example\u0000/ops",
                "https://git.example/ops\nHost: other"
            })
    void case26RefusesEverythingThatIsNotOnTheAllowList(String text) {
        assertThatThrownBy(() -> RepositoryUrl.parse(text, UrlRules.remoteOnly()))
                .isInstanceOf(InvalidSource.class)
                .hasMessageMatching("(?s).{40,}\\.");
    }

    @Test
    void case31RefusesAPasswordInTheUrlAndDoesNotRepeatIt() {
        assertThatThrownBy(() -> RepositoryUrl.parse("https://me:hunter2@git.example/x", UrlRules.remoteOnly()))
                .isInstanceOf(InvalidSource.class)
                .hasMessageContaining("credentials")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> RepositoryUrl.parse("foo://me:hunter2@git.example/x", UrlRules.remoteOnly()))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void dropsTheUserNameThatSomeHostsPutIntoTheAddress() {
        assertThat(RepositoryUrl.parse("https://me@git.example/x", UrlRules.remoteOnly())
                        .text())
                .isEqualTo("https://git.example/x");
    }

    @ParameterizedTest
    @CsvSource({
        "https://me:pw@GIT.example/Ops/tasks.git/, https://git.example/Ops/tasks",
        "https://git.example:443/Ops/tasks, https://git.example/Ops/tasks",
        "git@Git.example:ops/tasks.git, ssh://git@git.example/ops/tasks",
        "file:///srv/tasks.git, file:/srv/tasks/"
    })
    void knowsTheSameRepositoryUnderOtherSpellings(String one, String other) {
        assertThat(RepositoryUrl.identityOf(one)).isEqualTo(RepositoryUrl.identityOf(other));
    }

    @Test
    void keepsRepositoriesApartThatDifferInPathOrHost() {
        assertThat(RepositoryUrl.identityOf("https://git.example/a"))
                .isNotEqualTo(RepositoryUrl.identityOf("https://git.example/A"))
                .isNotEqualTo(RepositoryUrl.identityOf("https://other.example/a"));
    }

    @Test
    void acceptsALocalDirectoryBelowAnAllowedRootOnly() throws IOException {
        Path inside = Files.createDirectories(root.resolve("repos/tasks"));
        Path data = Files.createDirectories(root.resolve("repos/data/mirror"));
        UrlRules rules = new UrlRules(List.of(root.resolve("repos")), List.of(root.resolve("repos/data")));

        assertThat(RepositoryUrl.parse("file://" + inside, rules).path())
                .isEqualTo(inside.toRealPath().toString());
        assertThatThrownBy(() -> RepositoryUrl.parse("file:///etc", rules)).hasMessageContaining("allowed root");
        assertThatThrownBy(() -> RepositoryUrl.parse("file://" + data, rules)).hasMessageContaining("keeps for itself");
        assertThatThrownBy(() -> RepositoryUrl.parse("file://" + inside + "/../../x", rules))
                .isInstanceOf(InvalidSource.class);
    }

    @Test
    void case26RefusesALocalDirectoryThatALinkLeadsOutOf() throws IOException {
        Path repos = Files.createDirectories(root.resolve("repos"));
        Files.createSymbolicLink(repos.resolve("out"), Path.of("/etc"));

        assertThatThrownBy(() ->
                        RepositoryUrl.parse("file://" + repos.resolve("out"), new UrlRules(List.of(repos), List.of())))
                .isInstanceOf(InvalidSource.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-x",
                "--upload-pack=x",
                "a..b",
                "refs/../../x",
                "zzz\";echo${IFS}hello",
                "a\u0000b",
                "a b",
                "a~1",
                "a^",
                "a:b",
                "a?",
                "x.lock",
                "/x"
            })
    void case27RefusesRefNamesThatMeanSomethingElse(String name) {
        assertThatThrownBy(() -> new Revision.Branch(name)).isInstanceOf(InvalidSource.class);
        assertThatThrownBy(() -> new Revision.Tag(name)).isInstanceOf(InvalidSource.class);
        assertThatThrownBy(() -> new Revision.Ref(name)).isInstanceOf(InvalidSource.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a/../../x", "/etc", "-x/y", "a/-x", "a\u0000b", "a\\b", ".git/config", "a//b", "$(id)"})
    void case27RefusesPathsThatLeaveTheRepository(String path) {
        assertThatThrownBy(() -> CollectionPath.parse(path)).isInstanceOf(InvalidSource.class);
    }

    @Test
    void readsAPathAsPeopleWriteIt() {
        assertThat(CollectionPath.parse(" ./collections/ops/ ").value()).isEqualTo("collections/ops");
        assertThat(CollectionPath.parse(".")).isEqualTo(CollectionPath.ROOT);
    }

    @Test
    void takesAtMostOneOfBranchTagAndRef() {
        assertThat(Revision.of(null, "", null)).isEqualTo(new Revision.DefaultBranch());
        assertThat(Revision.of("main", null, null)).isEqualTo(new Revision.Branch("main"));
        assertThatThrownBy(() -> Revision.of("main", "v1", null)).hasMessageContaining("at most one");
    }

    @Test
    void case31NeverShowsCredentialsInText() {
        assertThat(new Credentials.Token("hunter2").toString()).doesNotContain("hunter2");
        assertThat(new Credentials.Basic("me", "hunter2").toString()).doesNotContain("hunter2");
        assertThat(new Credentials.SshKey("hunter2", "hunter2", null).toString())
                .doesNotContain("hunter2");
    }
}
