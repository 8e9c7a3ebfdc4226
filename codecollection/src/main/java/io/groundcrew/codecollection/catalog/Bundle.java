package io.groundcrew.codecollection.catalog;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.bundle.Suite;
import io.groundcrew.codecollection.nativebundle.NativeBundle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One directory below {@code codebundles/}.
 *
 * @param name of the directory: the bundle's id
 * @param path of the directory in the collection
 * @param displayName for a person; the name where none is given
 * @param description of what it does; empty when there is none
 * @param author null when none is given
 * @param platforms it supports, in the order written
 * @param suites what can be run from it
 * @param nativeBundle null for a bundle of Robot files
 * @param generationRules paths of the files that say for which resources SLXs are made from it
 * @param templates paths of the files that those SLXs are made of
 * @param findings about its files; a bundle with errors keeps what could be read
 */
public record Bundle(
        String name,
        String path,
        String displayName,
        String description,
        @Nullable String author,
        List<String> platforms,
        List<Suite> suites,
        @Nullable NativeBundle nativeBundle,
        List<String> generationRules,
        List<String> templates,
        List<Finding> findings) {

    public Bundle {
        platforms = List.copyOf(platforms);
        suites = List.copyOf(suites);
        generationRules = List.copyOf(generationRules);
        templates = List.copyOf(templates);
        findings = List.copyOf(findings);
    }

    /** The suite of a kind; of several the first by path. */
    public Optional<Suite> suite(Suite.Kind kind) {
        return suites.stream().filter(suite -> suite.kind() == kind).findFirst();
    }
}
