package io.groundcrew.codecollection.catalog;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.bundle.Suite;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything a collection offers.
 *
 * @param commit 40 hexadecimal digits; null for a directory that is no work tree of a repository
 * @param bundles by name
 * @param findings about the collection as a whole; those about a bundle are with the bundle
 */
public record CollectionIndex(@Nullable String commit, List<Bundle> bundles, List<Finding> findings) {

    public CollectionIndex {
        bundles = List.copyOf(bundles);
        findings = List.copyOf(findings);
    }

    public Optional<Bundle> bundle(String name) {
        return bundles.stream().filter(bundle -> bundle.name().equals(name)).findFirst();
    }

    /**
     * What a resource document's {@code pathToRobot} means.
     *
     * @param kind SLI or RUNBOOK, by the kind of the document; decides which side of a native bundle is meant
     */
    public Optional<Suite> suite(String pathToRobot, Suite.Kind kind) {
        List<Suite> named = bundles.stream()
                .flatMap(bundle -> bundle.suites().stream())
                .filter(suite -> suite.path().equals(pathToRobot))
                .toList();
        return named.stream()
                .filter(suite -> suite.kind() == kind)
                .findFirst()
                .or(() -> named.stream()
                        .filter(_ -> pathToRobot.endsWith(".robot"))
                        .findFirst());
    }
}
