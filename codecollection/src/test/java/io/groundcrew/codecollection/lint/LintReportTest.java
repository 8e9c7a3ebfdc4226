package io.groundcrew.codecollection.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.catalog.CollectionReader;
import io.groundcrew.codecollection.mirror.DirectoryTree;
import io.groundcrew.codecollection.mirror.MirrorLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintReportTest {

    @TempDir
    Path collection;

    @Test
    void countsWhatACollectionHolds() throws IOException {
        write("codebundles/shop/sli.robot", """
                *** Tasks ***
                Measure
                    [Tags]    access:read-only
                    Import User Variable    URL    description=x
                    Import Secret    token    description=x
                """);
        write("codebundles/shop/runbook.robot", "*** Tasks ***\nLook\n    Log    x\nSee\n    Log    x\n");
        write("codebundles/shop/.runwhen/generation-rules/shop.yaml", "kind: GenerationRules");
        write("codebundles/shop/.runwhen/templates/shop-slx.yaml", "{{ x }}");
        write("codebundles/slo-default/queries.yaml", "a: b");
        write("codebundles/broken/sli.robot", "*** Tasks ***\nEmpty\n");
        write("libraries/tests/other.robot", "*** Tasks ***\nNot in a bundle\n    Log    x\n");
        LintReport report = report();
        assertThat(report.counts()).isEqualTo(new LintReport.Counts(2, 3, 4, 3, 1, 1, 1, 1, 1));
        assertThat(report.hasErrors()).isTrue();
        assertThat(report.findings())
                .extracting(Finding::path, Finding::line)
                .containsExactly(Tuple.tuple("codebundles/broken/sli.robot", 2));
    }

    @Test
    void warnsOfWhatIsProbablyNotMeantSo() throws IOException {
        write("codebundles/shop/sli.robot", """
                *** Tasks ***
                Measure
                    Import User Variable    FIRST
                    Import Secret    second
                    Import User Variable    RW_LOOKBACK_WINDOW    description=x
                    Import User Variable    LEVEL    description=x    enum=[low,high]    default=middle
                    Import Platform Variable    RW_WORKSPACE
                """);
        write("codebundles/shop/runbook.robot", """
                *** Tasks ***
                Look
                    Import User Variable    RW_LOOKBACK_WINDOW    description=x    default=
                    Import User Variable    LEVEL    description=x    enum=[low,high]    default=low
                """);
        LintReport report = report();
        assertThat(report.hasErrors()).isFalse();
        assertThat(report.findings())
                .allSatisfy(finding -> assertThat(finding.path()).endsWith("sli.robot"))
                .extracting(Finding::line)
                .containsExactly(3, 5, 6);
        assertThat(report.findings().getFirst().message()).contains("FIRST, second");
    }

    @Test
    void saysNothingOfATidyCollection() throws IOException {
        write("codebundles/shop/sli.robot", "*** Tasks ***\nMeasure\n    Log    x\n");
        assertThat(report().findings()).isEmpty();
    }

    private LintReport report() {
        try (DirectoryTree tree = DirectoryTree.open(collection, MirrorLimits.DEFAULT)) {
            return LintReport.of(new CollectionReader().read(tree));
        }
    }

    private void write(String path, String content) throws IOException {
        Path target = collection.resolve(path);
        Files.createDirectories(target.getParent());
        Files.writeString(target, content);
    }
}
