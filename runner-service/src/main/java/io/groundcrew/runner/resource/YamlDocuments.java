package io.groundcrew.runner.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Splits an upload at its document markers, so that one malformed document does not take the others along, and reads
 * each under limits on depth, aliases and size.
 */
final class YamlDocuments {

    private static final int DEEPEST = 50;
    private static final int MOST_ALIASES = 100;
    private static final Pattern NOTHING = Pattern.compile("[ \\t\\r]*(?:[#%].*)?");
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new PlainScalars())
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(Documents.MOST_BYTES + 1)
            .build();

    private YamlDocuments() {}

    /**
     * One piece between two markers.
     *
     * @param firstLine line in the upload of its first line, from 1
     */
    record Piece(int firstLine, String text) {}

    /** The documents of an upload; those without any content are left out. */
    static List<Piece> split(String upload) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        int first = 1;
        int number = 0;
        for (String line : upload.split("\n", -1)) {
            number++;
            boolean begins = marks(line, "---");
            if (begins || marks(line, "...")) {
                add(pieces, first, current);
                current.setLength(0);
                first = begins ? number : number + 1;
            }
            if (!marks(line, "...")) {
                current.append(line).append('\n');
            }
        }
        add(pieces, first, current);
        return pieces;
    }

    /**
     * Reads a piece.
     *
     * @return its content, null for an empty document
     * @throws IllegalArgumentException with a sentence that names the line in the upload
     */
    static @Nullable Object read(Piece piece) {
        try {
            checkShape(piece.text());
            return PlainContent.of(new Load(SETTINGS).loadFromString(piece.text()));
        } catch (MarkedYamlEngineException e) {
            Optional<Integer> line = e.getProblemMark().map(mark -> mark.getLine() + piece.firstLine());
            throw new IllegalArgumentException(
                    "This document is not YAML that is accepted"
                            + line.map(at -> " (line " + at + " of the upload)").orElse("") + ": " + e.getProblem()
                            + ".",
                    e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(
                    "This document (from line " + piece.firstLine()
                            + " of the upload on) is not YAML that is accepted: "
                            + SpecField.shown(String.valueOf(e.getMessage())) + ".",
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "This document (from line " + piece.firstLine() + " of the upload on) is refused: "
                            + e.getMessage(),
                    e);
        }
    }

    /** The parser is a state machine, the composer recursive: depth is looked at before anything is built. */
    private static void checkShape(String text) {
        int depth = 0;
        int aliases = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                throw new IllegalArgumentException("it is nested deeper than " + DEEPEST + " levels.");
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof AliasEvent && ++aliases > MOST_ALIASES) {
                throw new IllegalArgumentException("it has more than " + MOST_ALIASES + " aliases.");
            }
        }
    }

    private static boolean marks(String line, String marker) {
        return line.startsWith(marker) && (line.length() == 3 || Character.isWhitespace(line.charAt(3)));
    }

    private static void add(List<Piece> pieces, int first, StringBuilder text) {
        String piece = text.toString();
        String content = marks(piece, "---") ? piece.substring(3) : piece;
        if (content.lines().anyMatch(line -> !NOTHING.matcher(line).matches())) {
            pieces.add(new Piece(first, piece));
        }
    }
}
