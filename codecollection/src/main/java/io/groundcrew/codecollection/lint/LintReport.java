package io.groundcrew.codecollection.lint;

import io.groundcrew.codecollection.bundle.Access;
import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.bundle.Parameter;
import io.groundcrew.codecollection.bundle.Suite;
import io.groundcrew.codecollection.catalog.Bundle;
import io.groundcrew.codecollection.catalog.CollectionIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a collection holds and what its author should look at.
 *
 * @param commit 40 hexadecimal digits; null for a directory that is no work tree of a repository
 * @param counts over all bundles
 * @param findings by path and line
 */
public record LintReport(@Nullable String commit, Counts counts, List<Finding> findings) {

    /**
     * How much a collection holds.
     *
     * @param bundles that hold something to run
     * @param robots SLIs, runbooks and other suites of them
     * @param tasks of all robots
     * @param untagged tasks that do not say whether they change anything
     * @param variables asked for, each name once a robot
     * @param secrets asked for, each name once a robot
     * @param generationRules files of rules
     * @param templates files of templates
     * @param unreadable files with at least one error
     */
    public record Counts(
            int bundles,
            int robots,
            int tasks,
            int untagged,
            int variables,
            int secrets,
            int generationRules,
            int templates,
            int unreadable) {}

    public LintReport {
        findings = List.copyOf(findings);
    }

    /** Adds to what the index found what only its author cares for, and counts. */
    public static LintReport of(CollectionIndex index) {
        List<Finding> findings = new ArrayList<>(index.findings());
        index.bundles().forEach(bundle -> findings.addAll(bundle.findings()));
        suites(index).forEach(suite -> findings.addAll(SuiteChecks.of(suite)));
        findings.sort(Comparator.comparing(Finding::path).thenComparingInt(Finding::line));
        return new LintReport(index.commit(), counts(index, findings), findings);
    }

    /** Whether something in the collection cannot be used. */
    public boolean hasErrors() {
        return counts.unreadable() > 0;
    }

    private static Counts counts(CollectionIndex index, List<Finding> findings) {
        List<Bundle> bundles = index.bundles();
        return new Counts(
                bundles.size(),
                (int) suites(index).count(),
                suites(index).mapToInt(suite -> suite.tasks().size()).sum(),
                (int) suites(index)
                        .flatMap(suite -> suite.tasks().stream())
                        .filter(task -> task.access() == Access.UNTAGGED)
                        .count(),
                parameters(index, Parameter.Kind.VARIABLE),
                parameters(index, Parameter.Kind.SECRET),
                bundles.stream()
                        .mapToInt(bundle -> bundle.generationRules().size())
                        .sum(),
                bundles.stream().mapToInt(bundle -> bundle.templates().size()).sum(),
                (int) findings.stream()
                        .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                        .map(Finding::path)
                        .distinct()
                        .count());
    }

    private static int parameters(CollectionIndex index, Parameter.Kind kind) {
        return (int) suites(index)
                .flatMap(suite -> suite.parameters().stream())
                .filter(parameter -> parameter.kind() == kind)
                .count();
    }

    private static Stream<Suite> suites(CollectionIndex index) {
        return index.bundles().stream().flatMap(bundle -> bundle.suites().stream());
    }
}
