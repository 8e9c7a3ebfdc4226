package io.groundcrew.runner.resource;

import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of document that can be applied. */
enum DocumentKind {
    SERVICE_LEVEL_X("ServiceLevelX", Kind.SLX),
    SERVICE_LEVEL_INDICATOR("ServiceLevelIndicator", Kind.SLI),
    RUNBOOK("Runbook", Kind.RUNBOOK);

    private final String title;
    private final Kind kind;

    DocumentKind(String title, Kind kind) {
        this.title = title;
        this.kind = kind;
    }

    static Optional<DocumentKind> of(String title) {
        return Arrays.stream(values()).filter(one -> one.title.equals(title)).findFirst();
    }

    static String titleOf(Kind kind) {
        return Arrays.stream(values())
                .filter(one -> one.kind == kind)
                .map(DocumentKind::title)
                .findFirst()
                .orElse("Workspace");
    }

    static String all() {
        return Arrays.stream(values()).map(DocumentKind::title).collect(Collectors.joining(", "));
    }

    /** The word in the document's {@code kind}. */
    String title() {
        return title;
    }

    Kind kind() {
        return kind;
    }
}
