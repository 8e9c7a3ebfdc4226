package io.groundcrew.codecollection.mirror;

import static io.groundcrew.codecollection.mirror.OriginRepository.executable;
import static io.groundcrew.codecollection.mirror.OriginRepository.file;
import static io.groundcrew.codecollection.mirror.OriginRepository.link;
import static io.groundcrew.codecollection.mirror.OriginRepository.submodule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitMirrorTest {

    @TempDir
    Path temp;

    private OriginRepository origin;

    @BeforeEach
    void makeOrigin() throws IOException {
        origin = new OriginRepository(temp.resolve("origin.git"));
    }

    @AfterEach
    void closeOrigin() {
        origin.close();
    }

    @Test
    void fetchesTheDefaultBranchAndThenFindsItUnchanged() throws IOException {
        String commit = origin.commit("main", Map.of("codebundles/a/runbook.robot", file("x")));
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));

        SyncResult first = mirror.sync();
        assertThat(first.status()).isEqualTo(SyncStatus.UPDATED);
        assertThat(first.commit()).isEqualTo(commit);
        assertThat(first.files()).isEqualTo(1);
        assertThat(first.message()).contains("the default branch").contains(commit.substring(0, 10));

        assertThat(mirror.sync().status()).isEqualTo(SyncStatus.UNCHANGED);
        assertThat(origin.mirror(temp.resolve("mirror")).lastGoodCommit()).contains(commit);
    }

    @Test
    void followsANewCommitAndARewrittenHistory() throws IOException {
        origin.commit("main", Map.of("a", file("1")));
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));
        mirror.sync();
        String second = origin.commit("main", Map.of("a", file("2")));
        assertThat(mirror.sync().commit()).isEqualTo(second);

        String other = origin.commit("other", Map.of("a", file("3")));
        origin.point("refs/heads/main", ObjectId.fromString(other));
        SyncResult rewritten = mirror.sync();
        assertThat(rewritten.status()).isEqualTo(SyncStatus.UPDATED);
        assertThat(rewritten.commit()).isEqualTo(other);
    }

    @Test
    void findsBranchTagFullRefAndCommit() throws IOException {
        String old = origin.commit("main", Map.of("a", file("1")));
        String tip = origin.commit("main", Map.of("a", file("2")));
        origin.point("refs/tags/v1", ObjectId.fromString(old));

        assertThat(synced(new Revision.Branch("main"), "b").commit()).isEqualTo(tip);
        assertThat(synced(new Revision.Tag("v1"), "t").commit()).isEqualTo(old);
        assertThat(synced(new Revision.Tag("main"), "tb").commit()).isEqualTo(tip);
        assertThat(synced(new Revision.Ref("main"), "rb").commit()).isEqualTo(tip);
        assertThat(synced(new Revision.Ref("refs/tags/v1"), "rt").commit()).isEqualTo(old);
        assertThat(synced(new Revision.Ref(old), "rc").commit()).isEqualTo(old);
        assertThat(synced(new Revision.Ref(old.substring(0, 12)), "rs").commit())
                .isEqualTo(old);
    }

    @Test
    void bringsExactlyOneCommitAndAsksNoRemoteForItAgain() throws IOException {
        String old = origin.commit("main", Map.of("a", file("1")));
        origin.commit("main", Map.of("a", file("2")));
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));

        assertThat(mirror.fetch(old).status()).isEqualTo(SyncStatus.UPDATED);
        BareRepository.removeTree(temp.resolve("origin.git"));
        SyncResult again = mirror.fetch(old);
        assertThat(again.status()).isEqualTo(SyncStatus.UNCHANGED);
        assertThat(again.commit()).isEqualTo(old);
        assertThat(Files.readString(
                        mirror.checkout(old, temp.resolve("trees")).directory().resolve("a")))
                .isEqualTo("1");
    }

    @Test
    void keepsTheLastGoodCommitWhenASyncFails() throws IOException {
        String good = origin.commit("main", Map.of("a", file("1")));
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));
        mirror.sync();
        Files.move(temp.resolve("origin.git"), temp.resolve("away.git"));

        SyncResult failed = mirror.sync();
        assertThat(failed.status()).isEqualTo(SyncStatus.NOT_FOUND);
        assertThat(failed.commit()).isEqualTo(good);
        assertThat(failed.message()).contains("origin.git").contains("stays in use");
        assertThat(mirror.checkout(good, temp.resolve("trees")).files()).isEqualTo(1);
    }

    @Test
    void saysThatARepositoryIsEmpty() {
        SyncResult result = origin.mirror(temp.resolve("mirror")).sync();
        assertThat(result.status()).isEqualTo(SyncStatus.EMPTY_REPOSITORY);
        assertThat(result.commit()).isNull();
        assertThat(result.message()).contains("Push a branch");
    }

    @Test
    void saysWhichRefsExistWhenTheWantedOneDoesNot() throws IOException {
        origin.commit("main", Map.of("a", file("1")));
        SyncResult result = synced(new Revision.Branch("mian"), "m");
        assertThat(result.status()).isEqualTo(SyncStatus.MISSING_REF);
        assertThat(result.message()).contains("branch mian").contains("It has main");
        assertThat(synced(new Revision.Ref("0".repeat(39) + "1"), "c").status()).isEqualTo(SyncStatus.MISSING_REF);
    }

    @Test
    void saysThatTheSubPathDoesNotExist() throws IOException {
        origin.commit("main", Map.of("collections/ops/codebundles/a/x.sh", file("1")));
        GitMirror right = origin.mirror(
                temp.resolve("right"),
                origin.source().withPath(CollectionPath.parse("collections/ops")),
                MirrorLimits.DEFAULT);
        SyncResult found = right.sync();
        assertThat(found.files()).isEqualTo(1);
        try (CommitTree tree = right.tree(String.valueOf(found.commit()))) {
            assertThat(tree.files()).extracting(TreeFile::path).containsExactly("codebundles/a/x.sh");
        }
        GitMirror wrong = origin.mirror(
                temp.resolve("wrong"), origin.source().withPath(CollectionPath.parse("nope")), MirrorLimits.DEFAULT);
        assertThat(wrong.sync().status()).isEqualTo(SyncStatus.MISSING_PATH);
    }

    @Test
    void case26ChecksALocalDirectoryAgainAtEachSync() throws IOException {
        origin.commit("main", Map.of("a", file("1")));
        Path root = Files.createDirectories(temp.resolve("root"));
        Files.move(temp.resolve("origin.git"), root.resolve("origin.git"));
        UrlRules rules = new UrlRules(List.of(root), List.of());
        RepositoryUrl url = RepositoryUrl.parse("file://" + root.resolve("origin.git"), rules);
        GitMirror mirror = new GitMirror(
                temp.resolve("mirror"), CollectionSource.of(url), rules, MirrorLimits.DEFAULT, Clock.systemUTC());
        assertThat(mirror.sync().succeeded()).isTrue();

        Files.move(root.resolve("origin.git"), temp.resolve("outside.git"));
        Files.createSymbolicLink(root.resolve("origin.git"), temp.resolve("outside.git"));
        assertThat(mirror.sync().status()).isEqualTo(SyncStatus.URL_REFUSED);
    }

    @Test
    void case28NeverWritesOrFollowsWhatLeavesTheTree() throws IOException {
        Map<String, OriginRepository.Entry> files = new HashMap<>();
        files.put("passwd", link("/etc/passwd"));
        files.put("up", link("../../outside"));
        files.put("codebundles/a/two-up", link("../../../outside"));
        files.put("codebundles/root", link("../"));
        files.put("codebundles/a/through", link("../root/../../outside"));
        files.put("codebundles/a/fine", link("real.sh"));
        files.put("codebundles/a/real.sh", executable("echo"));
        files.put(".git/config", file("[core]\n\tfsmonitor = touch /tmp/pwned"));
        files.put(".GIT/config", file("x"));
        files.put("codebundles/git~1/config", file("x"));
        files.put("../escape", file("x"));
        files.put("codebundles/./dot", file("x"));
        files.put("codebundles/back\\slash", file("x"));
        files.put("codebundles/new\nline", file("x"));
        String commit = origin.commit("main", files);
        Files.writeString(temp.resolve("outside"), "secret");
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));
        assertThat(mirror.sync().succeeded()).isTrue();

        Checkout checkout = mirror.checkout(commit, temp.resolve("trees"));
        Path root = checkout.directory();
        assertThat(checkout.skipped())
                .extracting(Checkout.Skipped::path)
                .contains(
                        "passwd",
                        "up",
                        "codebundles/a/two-up",
                        ".git/config",
                        ".GIT/config",
                        "codebundles/git~1/config",
                        "../escape",
                        "codebundles/./dot");
        try (var written = Files.walk(root)) {
            Path real = root.toRealPath();
            assertThat(written).allSatisfy(path -> assertThat(path.toRealPath()).startsWith(real));
        }
        assertThat(temp.resolve("trees/escape")).doesNotExist();
        assertThat(root.resolve("codebundles/a/fine")).isSymbolicLink();
        assertThat(checkout.differences()).isEmpty();
    }

    @Test
    void case28WritesACheckoutAnewThatHasChangedSince() throws IOException {
        String commit = origin.commit(
                "main", Map.of("a.sh", executable("1"), "b.txt", file("2"), "c.txt", file("3"), "d.txt", file("4")));
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));
        mirror.sync();
        Checkout checkout = mirror.checkout(commit, temp.resolve("trees"));
        assertThat(checkout.differences()).isEmpty();

        Path root = checkout.directory();
        Files.writeString(root.resolve("a.sh"), "other");
        Files.delete(root.resolve("b.txt"));
        Files.delete(root.resolve("c.txt"));
        Files.createSymbolicLink(root.resolve("c.txt"), Path.of("/etc/passwd"));
        Files.setPosixFilePermissions(root.resolve("d.txt"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(root.resolve("new.txt"), "5");
        assertThat(checkout.differences())
                .containsExactlyInAnyOrder(
                        "a.sh has other content",
                        "b.txt is missing",
                        "c.txt is no longer a plain file",
                        "d.txt has another executable bit",
                        "new.txt was added");

        Checkout again = mirror.checkout(commit, temp.resolve("trees"));
        assertThat(again.directory()).isEqualTo(root);
        assertThat(again.differences()).isEmpty();
        assertThat(root.resolve("new.txt")).doesNotExist();
    }

    /** As after a power cut: the names are on the disk and what they hold is not. */
    @Test
    void writesACheckoutAnewWhoseRecordIsGone() throws IOException {
        String commit = origin.commit("main", Map.of("a.sh", executable("1")));
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));
        mirror.sync();
        Path root = mirror.checkout(commit, temp.resolve("trees")).directory();
        Files.writeString(temp.resolve("trees").resolve(commit + ".files"), "");
        Files.writeString(root.resolve("a.sh"), "");

        assertThat(mirror.checkout(commit, temp.resolve("trees")).differences()).isEmpty();
        assertThat(root.resolve("a.sh")).hasContent("1");
        try (var entries = Files.list(temp.resolve("trees"))) {
            assertThat(entries).hasSize(2);
        }
    }

    @Test
    void case29FollowsNoSubmodulesAndRunsNoHooksOrFilters() throws IOException {
        Path proof = temp.resolve("proof");
        for (String hook : List.of("post-checkout", "post-merge", "pre-auto-gc", "reference-transaction")) {
            Path script =
                    Files.createDirectories(temp.resolve("origin.git/hooks")).resolve(hook);
            Files.writeString(script, "#!/bin/sh\ntouch " + proof + "\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n";
        String commit = origin.commit(
                "main",
                Map.of(
                        ".gitmodules",
                        file("[submodule \"../x\"]\n\tpath = sub\n\turl = ext::sh -c 'touch " + proof + "'\n"),
                        "sub",
                        submodule(),
                        ".gitattributes",
                        file("* filter=lfs text=auto\n"),
                        "big.bin",
                        file(pointer),
                        "crlf.sh",
                        file("a\r\nb\r\n")));
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));
        mirror.sync();
        Checkout checkout = mirror.checkout(commit, temp.resolve("trees"));

        assertThat(proof).doesNotExist();
        assertThat(checkout.skipped()).containsExactly(new Checkout.Skipped("sub", "submodules are not followed"));
        assertThat(checkout.directory().resolve("big.bin")).hasContent(pointer);
        assertThat(Files.readString(checkout.directory().resolve("crlf.sh"))).isEqualTo("a\r\nb\r\n");
        assertThat(Files.readString(temp.resolve("mirror/git/config"))).contains("hooksPath = /dev/null");
    }

    @Test
    void case30StopsAtEachLimitAndKeepsTheLastGoodCommit() throws IOException {
        String good = origin.commit("main", Map.of("a", file("1")));
        MirrorLimits limits = new MirrorLimits(MirrorLimits.DEFAULT.time(), 200_000, 50, 100);
        GitMirror mirror = origin.mirror(temp.resolve("mirror"), origin.source(), limits);
        assertThat(mirror.sync().commit()).isEqualTo(good);

        Map<String, OriginRepository.Entry> many = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            many.put("f" + i, file("" + i));
        }
        origin.commit("main", many);
        assertKept(mirror.sync(), SyncStatus.TOO_MANY_FILES, good, "at most 50 files");

        // Compresses to almost nothing: only the unpacked size shows it.
        origin.commit("main", Map.of("bomb", file("0".repeat(1_000_000))));
        assertKept(mirror.sync(), SyncStatus.TOO_LARGE, good, "at most 195 KiB");

        StringBuilder noise = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 600_000; i++) {
            noise.append((char) (32 + random.nextInt(95)));
        }
        origin.commit("main", Map.of("noise", file(noise.toString())));
        assertKept(mirror.sync(), SyncStatus.TOO_LARGE, good, "sends more");

        origin.commit("main", Map.of("d/".repeat(200) + "f", file("x")));
        assertKept(mirror.sync(), SyncStatus.TOO_MANY_FILES, good, "deep");

        origin.delete("refs/heads/main");
        assertKept(mirror.sync(), SyncStatus.EMPTY_REPOSITORY, good, "is empty");

        String next = origin.commit("main", Map.of("a", file("2")));
        for (int i = 0; i < 500; i++) {
            origin.point("refs/heads/flood-" + i, ObjectId.fromString(next));
        }
        assertThat(mirror.sync().commit()).isEqualTo(next);
        try (var repository = new BareRepository(temp.resolve("mirror/git")).open()) {
            assertThat(repository.getRefDatabase().getRefs()).hasSizeLessThan(5);
        }
    }

    @Test
    void writesExecutableBitsAndSharesACheckoutBetweenCallers() throws Exception {
        String commit = origin.commit("main", Map.of("run.sh", executable("echo"), "data.txt", file("x")));
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));
        mirror.sync();
        Callable<Checkout> call = () -> mirror.checkout(commit, temp.resolve("trees"));
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (Future<Checkout> checkout : callers.invokeAll(Collections.nCopies(16, call))) {
                Path root = checkout.get().directory();
                assertThat(root.resolve("run.sh")).isExecutable();
                assertThat(Files.isExecutable(root.resolve("data.txt"))).isFalse();
                assertThat(checkout.get().differences()).isEmpty();
            }
        }
        try (var entries = Files.list(temp.resolve("trees"))) {
            assertThat(entries)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder(commit, commit + ".files");
        }
    }

    @Test
    void saysThatACommitWasNeverFetched() throws IOException {
        origin.commit("main", Map.of("a", file("1")));
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));
        mirror.sync();
        assertThatThrownBy(() -> mirror.tree("0".repeat(40)))
                .isInstanceOf(MirrorUnreadable.class)
                .hasMessageContaining("Fetch it");
        assertThatThrownBy(() -> mirror.fetch("HEAD~1")).isInstanceOf(InvalidSource.class);
        assertThat(Files.exists(temp.resolve("trees"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void startsAfreshWhenAnInterruptedFirstSyncLeftHalfAMirror() throws IOException {
        String commit = origin.commit("main", Map.of("a", file("1")));
        Files.createDirectories(temp.resolve("mirror/git/objects"));
        Files.writeString(temp.resolve("mirror/git/objects/incoming_1.pack"), "torn");
        Files.writeString(temp.resolve("mirror/state.properties"), "commit=torn\nfiles=x");

        SyncResult result = origin.mirror(temp.resolve("mirror")).sync();
        assertThat(result.commit()).isEqualTo(commit);
        assertThat(temp.resolve("mirror/git/objects/incoming_1.pack")).doesNotExist();
    }

    private SyncResult synced(Revision revision, String mirror) {
        return origin.mirror(temp.resolve(mirror), origin.source().withRevision(revision), MirrorLimits.DEFAULT)
                .sync();
    }

    private static void assertKept(SyncResult result, SyncStatus status, String good, String words) {
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.commit()).isEqualTo(good);
        assertThat(result.message()).contains(words);
    }
}
