package io.groundcrew.worker.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.contracts.run.RobotKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoredBundleTest {

    private static final String ROBOT = "*** Tasks ***\nLook At `${X}`\n    Import User Variable    X\n";

    @TempDir
    private Path directory;

    private Author author;

    @BeforeEach
    void author() {
        author = new Author(directory);
    }

    @Test
    void takesTheRunbookBeforeTheSliUnlessItIsAskedForTheSli() throws Exception {
        author.file("runbook.robot", ROBOT).file("sli.robot", ROBOT);

        assertThat(AuthoredBundle.find(author.bundle(), null).kind()).isEqualTo(RobotKind.RUNBOOK);
        assertThat(AuthoredBundle.find(author.bundle(), RobotKind.SLI).path()).isEqualTo("codebundles/shop/sli.robot");
        assertThat(AuthoredBundle.find(author.bundle().resolve("sli.robot"), null)
                        .kind())
                .isEqualTo(RobotKind.SLI);
    }

    @Test
    void takesTheDirectoryAboveCodebundlesAsTheCollection() throws Exception {
        author.file("runbook.robot", ROBOT);

        AuthoredBundle bundle = AuthoredBundle.find(author.bundle(), null);

        assertThat(bundle.root()).isEqualTo(author.collection.toRealPath());
        assertThat(bundle.name()).isEqualTo("shop");
        assertThat(bundle.variables()).containsExactly("X");
    }

    @Test
    void takesABundleOutsideOfACollectionByItself() throws Exception {
        Path alone = Files.createDirectories(directory.resolve("alone"));
        Files.writeString(alone.resolve("check.robot"), ROBOT);

        AuthoredBundle bundle = AuthoredBundle.find(alone.resolve("check.robot"), null);

        assertThat(bundle.root()).isEqualTo(alone.toRealPath());
        assertThat(bundle.path()).isEqualTo("check.robot");
        assertThat(bundle.name()).isEqualTo("alone");
    }

    @Test
    void namesTheTitlesThatThereAre() throws Exception {
        author.file("runbook.robot", ROBOT);
        AuthoredBundle bundle = AuthoredBundle.find(author.bundle(), null);

        assertThatThrownBy(() -> bundle.checkTitles(List.of("Look At `x`")))
                .isInstanceOf(AuthorMistake.class)
                .hasMessageContaining("Look At `x`")
                .hasMessageContaining("Look At `${X}`");
    }

    @Test
    void saysWhatItExpectedWhereThereIsNothingToRun() throws Exception {
        author.file("other.robot", ROBOT);

        assertMistake(author.bundle(), "other.robot");
        assertMistake(author.collection, "shop");
        assertMistake(directory.resolve("nowhere"), "There is no");
        author.file("codebundle.yaml", "title: [\n");
        assertMistake(author.bundle(), "line ");
    }

    @Test
    void refusesALinkAsAFileOfABundleAndFollowsOneToItsDirectory() throws Exception {
        author.file("real.robot", ROBOT);
        Path linked = Files.createSymbolicLink(author.bundle().resolve("runbook.robot"), Path.of("real.robot"));

        assertMistake(author.bundle(), "found a link: " + linked.toRealPath().resolveSibling("runbook.robot"));
        assertMistake(linked, "found a link: " + linked);
        Files.createSymbolicLink(author.bundle().resolve("codebundle.yaml"), Path.of("nowhere"));
        assertMistake(author.bundle(), "codebundle.yaml");

        Path directoryLink = Files.createSymbolicLink(directory.resolve("link"), author.bundle());
        assertThat(AuthoredBundle.find(directoryLink.resolve("real.robot"), null)
                        .root())
                .isEqualTo(author.collection.toRealPath());
    }

    @Test
    void refusesANameThatALoaderActsUponAndAMapThatIsNone() throws Exception {
        author.file("runbook.robot", ROBOT);
        AuthoredBundle bundle = AuthoredBundle.find(author.bundle(), null);

        assertThatThrownBy(() -> AuthorInputs.of(bundle, Map.of("LD_PRELOAD", "x"), Map.of(), Map.of()))
                .isInstanceOf(AuthorMistake.class)
                .hasMessageContaining("LD_PRELOAD");
        assertThatThrownBy(() -> AuthorInputs.of(bundle, Map.of(), Map.of(), Map.of("RW_ENV_REMAP", "hush-hush")))
                .isInstanceOf(AuthorMistake.class)
                .hasMessageContaining("RW_ENV_REMAP")
                .hasMessageNotContaining("hush-hush");
    }

    private static void assertMistake(Path given, String part) {
        assertThatThrownBy(() -> AuthoredBundle.find(given, null))
                .isInstanceOf(AuthorMistake.class)
                .hasMessageContaining(part);
    }
}
