package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.bundle.Suite;
import io.groundcrew.codecollection.catalog.Bundle;
import io.groundcrew.codecollection.catalog.CollectionIndex;
import io.groundcrew.contracts.run.RobotKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a commit of a collection offers, ready to be asked often. */
public final class Catalog {

    private final CollectionIndex index;
    private final Map<String, Map<RobotKind, Entry>> byPath = new HashMap<>();

    /** A suite and the bundle it is part of. */
    public record Entry(Bundle bundle, Suite suite) {}

    Catalog(CollectionIndex index) {
        this.index = index;
        Map<String, List<Entry>> named = new HashMap<>();
        for (Bundle bundle : index.bundles()) {
            for (Suite suite : bundle.suites()) {
                named.computeIfAbsent(suite.path(), path -> new ArrayList<>()).add(new Entry(bundle, suite));
            }
        }
        named.forEach((path, entries) -> {
            for (RobotKind kind : RobotKind.values()) {
                // As CollectionIndex.suite decides, which would look through everything for each question.
                entries.stream()
                        .filter(entry -> entry.suite().kind() == suiteKind(kind))
                        .findFirst()
                        .or(() -> path.endsWith(".robot") ? Optional.of(entries.getFirst()) : Optional.empty())
                        .ifPresent(entry -> byPath.computeIfAbsent(path, one -> new EnumMap<>(RobotKind.class))
                                .put(kind, entry));
            }
        });
    }

    public CollectionIndex index() {
        return index;
    }

    /** What a document's {@code pathToRobot} means. */
    public Optional<Entry> find(String path, RobotKind kind) {
        @Nullable Map<RobotKind, Entry> found = byPath.get(path);
        return found == null ? Optional.empty() : Optional.ofNullable(found.get(kind));
    }

    int tasks() {
        return index.bundles().stream()
                .flatMap(bundle -> bundle.suites().stream())
                .mapToInt(suite -> suite.tasks().size())
                .sum();
    }

    int findings() {
        return index.findings().size()
                + index.bundles().stream()
                        .mapToInt(bundle -> bundle.findings().size())
                        .sum();
    }

    private static Suite.Kind suiteKind(RobotKind kind) {
        return switch (kind) {
            case SLI -> Suite.Kind.SLI;
            case RUNBOOK -> Suite.Kind.RUNBOOK;
        };
    }
}
