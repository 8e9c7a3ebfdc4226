package io.groundcrew.codecollection.catalog;

import static io.groundcrew.codecollection.mirror.OriginRepository.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.bundle.Suite;
import io.groundcrew.codecollection.bundle.Task;
import io.groundcrew.codecollection.mirror.CommitTree;
import io.groundcrew.codecollection.mirror.DirectoryTree;
import io.groundcrew.codecollection.mirror.GitMirror;
import io.groundcrew.codecollection.mirror.MirrorLimits;
import io.groundcrew.codecollection.mirror.OriginRepository;
import io.groundcrew.codecollection.mirror.OriginRepository.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionReaderTest {

    private static final String SLI = "*** Tasks ***\nMeasure\n    Log    x\n";

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
    void listsBundlesWithTheirSuites() throws IOException {
        CollectionIndex index = read(Map.of(
                "codebundles/shop/sli.robot",
                file(SLI),
                "codebundles/shop/runbook.robot",
                file("*** Settings ***\nMetadata    Display Name    Shop Front\nMetadata    Supports    HTTP,Linux\n"
                        + "*** Tasks ***\nLook\n    Log    x\n"),
                "codebundles/shop/test/other.robot",
                file(SLI),
                "codebundles/slo-default/queries.yaml",
                file("a: b"),
                "codebundles/README.md",
                file("x"),
                "codebundles/notes/README.md",
                file("x")));

        assertThat(index.bundles()).extracting(Bundle::name).containsExactly("shop");
        Bundle shop = index.bundles().getFirst();
        assertThat(shop.displayName()).isEqualTo("Shop Front");
        assertThat(shop.platforms()).containsExactly("HTTP", "Linux");
        assertThat(shop.suites())
                .extracting(Suite::kind)
                .containsExactly(Suite.Kind.RUNBOOK, Suite.Kind.SLI, Suite.Kind.OTHER);
        assertThat(index.suite("codebundles/shop/sli.robot", Suite.Kind.SLI)).isPresent();
        assertThat(index.findings()).isEmpty();
    }

    @Test
    void tellsTheSidesOfANativeBundleApartByTheKindOfDocument() throws IOException {
        CollectionIndex index = read(Map.of(
                "codebundles/n/codebundle.yaml",
                file("title: N\nsli: {title: m, type: bash, script: a.sh}\n"
                        + "runbook: [{title: r, type: python, script: a.py}]\n"),
                "codebundles/n/a.sh",
                file("main() { echo 1 >&3; }"),
                "codebundles/n/a.py",
                file("def main(): return []")));
        String path = "codebundles/n/codebundle.yaml";
        assertThat(index.suite(path, Suite.Kind.SLI).orElseThrow().tasks())
                .extracting(Task::type)
                .containsExactly(Task.Type.BASH);
        assertThat(index.suite(path, Suite.Kind.RUNBOOK).orElseThrow().tasks())
                .extracting(Task::type)
                .containsExactly(Task.Type.PYTHON);
    }

    @Test
    void case35AMalformedBundleIsAFindingOnThatBundleOnly() throws IOException {
        CollectionIndex index = read(Map.of(
                "codebundles/binary/runbook.robot",
                new Entry(FileMode.REGULAR_FILE, new byte[] {(byte) 0xff, 0, 1, (byte) 0xfe}),
                "codebundles/huge/sli.robot",
                new Entry(FileMode.REGULAR_FILE, new byte[3 << 20]),
                "codebundles/linked/sli.robot",
                new Entry(FileMode.SYMLINK, "../good/sli.robot".getBytes(UTF_8)),
                "codebundles/yaml/codebundle.yaml",
                file("title: [\n"),
                "codebundles/good/sli.robot",
                file(SLI)));

        assertThat(index.bundles())
                .extracting(Bundle::name)
                .containsExactly("binary", "good", "huge", "linked", "yaml");
        for (Bundle bundle : index.bundles()) {
            if (bundle.name().equals("good")) {
                assertThat(bundle.findings()).isEmpty();
                assertThat(bundle.suites()).hasSize(1);
            } else {
                assertThat(bundle.findings())
                        .singleElement()
                        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR));
            }
        }
    }

    @Test
    void case32AHostileRuleFileIsAFindingOnItsBundleOnly() throws IOException {
        String rules = "/.runwhen/generation-rules/rules.yaml";
        StringBuilder laughs = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("a%d: &a%d [*a%d,*a%d,*a%d]%n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        Map<String, Entry> files = new HashMap<>(Map.of(
                "codebundles/deep" + rules, file("[".repeat(200_000)),
                "codebundles/laughs" + rules, file(laughs.toString()),
                "codebundles/circle" + rules, file("spec: &a\n  generationRules: [{slxs: [*a]}]\n"),
                "codebundles/tag" + rules, file("!!javax.script.ScriptEngineManager [x]"),
                "codebundles/broken" + rules, file("a: [\n"),
                "codebundles/good" + rules, file("# nothing but a comment\n")));
        for (String name : List.of("deep", "laughs", "circle", "tag", "broken", "good")) {
            files.put("codebundles/" + name + "/sli.robot", file(SLI));
        }
        CollectionIndex index = read(files);
        assertThat(index.bundles()).hasSize(6).allSatisfy(bundle -> {
            assertThat(bundle.suites()).hasSize(1);
            assertThat(bundle.generationRules()).hasSize(1);
            List<Finding.Severity> found =
                    bundle.findings().stream().map(Finding::severity).toList();
            if (List.of("good", "circle").contains(bundle.name())) {
                assertThat(found).isEmpty();
            } else {
                assertThat(found).containsExactly(Finding.Severity.ERROR);
            }
        });
    }

    @Test
    void saysWhichTemplateOfARuleIsMissing() throws IOException {
        CollectionIndex index = read(Map.of(
                "codebundles/shop/sli.robot",
                file(SLI),
                "codebundles/shop/.runwhen/templates/shop-slx.yaml",
                file("{{ anything }}"),
                "codebundles/shop/.runwhen/generation-rules/shop.yaml",
                file("""
                        kind: GenerationRules
                        spec:
                          generationRules:
                            - slxs:
                                - baseName: shop
                                  outputItems:
                                    - {type: slx}
                                    - {type: taskSet}
                                    - {type: sli, templateName: other.yaml}
                        """)));
        Bundle shop = index.bundles().getFirst();
        assertThat(shop.templates()).containsExactly("codebundles/shop/.runwhen/templates/shop-slx.yaml");
        assertThat(shop.findings())
                .hasSize(2)
                .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING));
        assertThat(shop.findings())
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("shop-taskset.yaml"))
                .anyMatch(message -> message.contains("other.yaml"));
    }

    @Test
    void readsNoMoreOfACollectionThanItsBudget() throws IOException {
        byte[] large = ("# " + "x".repeat(2_000_000)).getBytes(UTF_8);
        for (int i = 0; i < 40; i++) {
            Path bundle = Files.createDirectories(temp.resolve("large/codebundles/b%02d".formatted(i)));
            Files.write(bundle.resolve("sli.robot"), large);
        }
        try (DirectoryTree tree = DirectoryTree.open(temp.resolve("large"), MirrorLimits.DEFAULT)) {
            List<Bundle> bundles = new CollectionReader().read(tree).bundles();
            assertThat(bundles.getFirst().findings()).isEmpty();
            assertThat(bundles.getLast().findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.message()).contains("64 MiB"));
        }
    }

    @Test
    void doesNotReadUnchangedFilesAgain() throws IOException {
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));
        CollectionReader reader = new CollectionReader();
        Suite before = onlySuite(reader, mirror, Map.of("codebundles/a/sli.robot", file(SLI)));
        Suite after = onlySuite(reader, mirror, Map.of("codebundles/b/sli.robot", file(SLI)));
        assertThat(after.path()).isEqualTo("codebundles/b/sli.robot");
        assertThat(after.tasks().getFirst()).isSameAs(before.tasks().getFirst());
    }

    @Test
    void saysThatACollectionHasNoBundles() throws IOException {
        assertThat(read(Map.of("README.md", file("x"))).findings()).hasSize(1);
    }

    @Test
    void readsTheStarterCollectionWithoutAFinding() throws IOException {
        Path starter = Path.of("..", "examples", "starter-collection");
        Map<String, Entry> files = new HashMap<>();
        try (var walk = Files.walk(starter)) {
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                files.put(
                        starter.relativize(path).toString(),
                        new Entry(FileMode.REGULAR_FILE, Files.readAllBytes(path)));
            }
        }
        CollectionIndex index = read(files);
        assertThat(index.bundles()).hasSize(10).allSatisfy(bundle -> {
            assertThat(bundle.findings()).isEmpty();
            assertThat(bundle.suite(Suite.Kind.SLI)).isPresent();
            assertThat(bundle.suite(Suite.Kind.RUNBOOK)).isPresent();
        });
        assertThat(index.bundles())
                .flatExtracting(Bundle::suites)
                .flatExtracting(Suite::tasks)
                .extracting(Task::type)
                .contains(Task.Type.values());
    }

    private Suite onlySuite(CollectionReader reader, GitMirror mirror, Map<String, Entry> files) throws IOException {
        origin.commit("main", files);
        try (CommitTree tree = mirror.tree(String.valueOf(mirror.sync().commit()))) {
            List<Bundle> bundles = reader.read(tree).bundles();
            return bundles.getFirst().suites().getFirst();
        }
    }

    private CollectionIndex read(Map<String, Entry> files) throws IOException {
        origin.commit("main", files);
        GitMirror mirror = origin.mirror(temp.resolve("mirror"));
        try (CommitTree tree = mirror.tree(String.valueOf(mirror.sync().commit()))) {
            return new CollectionReader().read(tree);
        }
    }
}
