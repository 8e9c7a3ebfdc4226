package io.groundcrew.runner.resource;

import io.groundcrew.contracts.SlxRef;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads the documents of one upload for one workspace. */
final class DocumentReader {

    private static final String API_VERSION = "runwhen.com/v1";

    private final String workspace;
    private final Map<String, Integer> seen = new HashMap<>();

    DocumentReader(String workspace) {
        this.workspace = workspace;
    }

    List<Reading> read(List<YamlDocuments.Piece> pieces) {
        return IntStream.range(0, pieces.size())
                .mapToObj(index -> read(index, pieces.get(index)))
                .toList();
    }

    private Reading read(int index, YamlDocuments.Piece piece) {
        Object content;
        try {
            content = YamlDocuments.read(piece);
        } catch (IllegalArgumentException e) {
            return new Reading.Rejected(index, null, null, String.valueOf(e.getMessage()));
        }
        if (!(content instanceof Map<?, ?> document)) {
            return new Reading.Rejected(
                    index,
                    null,
                    null,
                    "Expected a mapping with apiVersion, kind, metadata and spec (line " + piece.firstLine()
                            + " of the upload).");
        }
        String kind = text(document.get("kind"));
        Map<?, ?> metadata = document.get("metadata") instanceof Map<?, ?> map ? map : Map.of();
        String name = text(metadata.get("name"));
        try {
            return document(index, document, kind, metadata, name);
        } catch (IllegalArgumentException e) {
            return new Reading.Rejected(index, kind, name, String.valueOf(e.getMessage()));
        }
    }

    private Reading document(
            int index, Map<?, ?> document, @Nullable String kind, Map<?, ?> metadata, @Nullable String name) {
        String apiVersion = text(document.get("apiVersion"));
        if (apiVersion != null && !apiVersion.equals(API_VERSION)) {
            throw new IllegalArgumentException(
                    "Expected apiVersion " + API_VERSION + ", found \"" + SpecField.shown(apiVersion) + "\".");
        }
        Optional<DocumentKind> known = kind == null ? Optional.empty() : DocumentKind.of(kind);
        if (known.isEmpty()) {
            throw new IllegalArgumentException("Expected one of the kinds " + DocumentKind.all() + ", found "
                    + (kind == null ? "none" : "\"" + SpecField.shown(kind) + "\"") + ".");
        }
        if (name == null) {
            throw new IllegalArgumentException(
                    "Expected metadata.name to be the SLX's name, found nothing. Give \"" + workspace + "--<slx>\".");
        }
        SlxRef slx = slx(name);
        Integer before = seen.putIfAbsent(kind + " " + slx, index);
        if (before != null) {
            throw new IllegalArgumentException("The upload has two documents " + kind + " " + slx + ": number " + before
                    + " was taken and this one was not. Remove one of them.");
        }
        Map<String, Object> spec = fields(SpecField.map(document, "the document", "spec"));
        RobotSpec robot = known.get() == DocumentKind.SERVICE_LEVEL_X
                ? null
                : RobotSpec.read(known.get().kind(), spec);
        return new Reading.Document(index, known.get(), slx, fields(metadata), spec, robot);
    }

    /** A short name with a separator in it would be read as a full one wherever it is given alone. */
    private SlxRef slx(String name) {
        SlxRef slx = SlxRef.of(workspace, name);
        if (slx.shortName().contains("--")) {
            throw new IllegalArgumentException(
                    "Expected an SLX name without \"--\", which stands between the workspace and" + " the SLX, found \""
                            + SpecField.shown(slx.shortName()) + "\". Put one hyphen in its place.");
        }
        return slx;
    }

    @SuppressWarnings("unchecked") // PlainContent makes every key a text.
    private static Map<String, Object> fields(Map<?, ?> map) {
        return new LinkedHashMap<>((Map<String, Object>) map);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null || String.valueOf(value).isBlank() ? null : String.valueOf(value);
    }
}
