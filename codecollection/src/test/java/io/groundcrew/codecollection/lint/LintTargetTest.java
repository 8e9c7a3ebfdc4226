package io.groundcrew.codecollection.lint;

import static io.groundcrew.codecollection.mirror.OriginRepository.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.catalog.Bundle;
import io.groundcrew.codecollection.catalog.CollectionIndex;
import io.groundcrew.codecollection.mirror.Credentials;
import io.groundcrew.codecollection.mirror.OriginRepository;
import io.groundcrew.codecollection.mirror.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTargetTest {

    private static final String ROBOT = "*** Tasks ***\nLook\n    Log    x\n";

    @TempDir
    Path temp;

    @Test
    void readsADirectoryAsItLiesThere() throws Exception {
        write("codebundles/shop/sli.robot", ROBOT);
        CollectionIndex index = read(temp.resolve("collection").toString());
        assertThat(index.commit()).isNull();
        assertThat(index.bundles()).extracting(Bundle::name).containsExactly("shop");
    }

    @Test
    void readsAWorkTreeWithWhatIsNotCommittedAndNamesItsCommit() throws Exception {
        try (OriginRepository origin = new OriginRepository(temp.resolve("collection/.git"))) {
            String commit = origin.commit("main", Map.of("codebundles/shop/sli.robot", file(ROBOT)));
            write("codebundles/new/sli.robot", ROBOT);
            CollectionIndex index = read(temp.resolve("collection").toString());
            assertThat(index.commit()).isEqualTo(commit);
            assertThat(index.bundles()).extracting(Bundle::name).containsExactly("new");
            CollectionIndex committed = new LintTarget(
                            temp.resolve("collection").toString(), new Revision.Ref("main"), new Credentials.None())
                    .read(temp.resolve("mirror"));
            assertThat(committed.bundles()).extracting(Bundle::name).containsExactly("shop");
        }
    }

    @Test
    void readsABareRepositoryByPathAndByUrl() throws Exception {
        Path bare = temp.resolve("shop.git");
        try (OriginRepository origin = new OriginRepository(bare)) {
            String commit = origin.commit("main", Map.of("codebundles/shop/sli.robot", file(ROBOT)));
            assertThat(read(bare.toString()).commit()).isEqualTo(commit);
            assertThat(read(bare.toUri().toString()).commit()).isEqualTo(commit);
        }
        assertThat(target(bare.toString()).shortName()).isEqualTo("shop");
        assertThat(target("https://git.example/ops/tasks.git/").shortName()).isEqualTo("tasks");
        assertThat(target("git@git.example:tasks").shortName()).isEqualTo("tasks");
    }

    /** Attack case 28: what a link leads to is not part of the collection. */
    @Test
    void attackCase28FollowsNoLinkOutOfADirectory() throws Exception {
        Path secret = Files.writeString(temp.resolve("secret.robot"), "*** Tasks ***\nSecret\n    Log    x\n");
        write("codebundles/good/sli.robot", ROBOT);
        Path bundles = temp.resolve("collection/codebundles");
        Files.createDirectory(bundles.resolve("linked"));
        Files.createSymbolicLink(bundles.resolve("linked/sli.robot"), secret);
        Files.createSymbolicLink(bundles.resolve("outside"), temp);
        CollectionIndex index = read(temp.resolve("collection").toString());
        assertThat(index.bundles()).extracting(Bundle::name).containsExactly("good", "linked");
        assertThat(index.bundles().getLast().suites()).isEmpty();
        assertThat(index.bundles().getLast().findings())
                .extracting(Finding::severity)
                .containsExactly(Finding.Severity.ERROR);
    }

    @Test
    void saysWhyACollectionCannotBeHad() {
        assertThatThrownBy(() -> read(temp.resolve("nothing").toString()))
                .isInstanceOf(UnreadableCollection.class)
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> read("")).isInstanceOf(UnreadableCollection.class);
        assertThatThrownBy(() -> read("ext::sh -c id"))
                .isInstanceOf(UnreadableCollection.class)
                .hasMessageContaining("refused");
        assertThatThrownBy(() -> read(temp.resolve("nothing").toUri().toString()))
                .isInstanceOf(UnreadableCollection.class);
    }

    private CollectionIndex read(String name) throws UnreadableCollection {
        return target(name).read(temp.resolve("mirror-" + Math.abs(name.hashCode())));
    }

    private static LintTarget target(String name) {
        return new LintTarget(name, new Revision.DefaultBranch(), new Credentials.None());
    }

    private void write(String path, String content) throws IOException {
        Path target = temp.resolve("collection").resolve(path);
        Files.createDirectories(target.getParent());
        Files.writeString(target, content);
    }
}
