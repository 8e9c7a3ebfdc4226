package io.groundcrew.codecollection.nativebundle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * Reads YAML that a stranger wrote: one document, no aliases, no tags, bounded in size, depth and number of nodes. The
 * limits are checked on the stream of events, before anything is built.
 */
final class YamlSource {

    static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_NODES = 20_000;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(1)
            .setCodePointLimit(MAX_BYTES)
            .setUseMarks(true)
            .setLabel("codebundle.yaml")
            .build();

    private YamlSource() {}

    /** @throws NativeProblem with the line, when it is not YAML or goes over a limit */
    static MappingNode read(byte[] content) throws NativeProblem {
        if (content.length > MAX_BYTES) {
            throw new NativeProblem(0, "Expected at most 1 MiB, found " + content.length + " bytes. Make it smaller.");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NativeProblem(0, "Expected text in UTF-8, and this file is not. Save it as UTF-8.");
        }
        try {
            check(text);
            if (new Compose(SETTINGS).composeString(text).orElse(null) instanceof MappingNode mapping) {
                return mapping;
            }
            throw new NativeProblem(1, "Expected a mapping with title and sli or runbook. See the file's JSON Schema.");
        } catch (MarkedYamlEngineException e) {
            throw new NativeProblem(
                    e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0),
                    "This is not valid YAML: " + e.getProblem() + ". Correct it.");
        } catch (YamlEngineException e) {
            throw new NativeProblem(0, "This is not valid YAML: " + firstLine(String.valueOf(e.getMessage())) + ".");
        }
    }

    private static void check(String text) throws NativeProblem {
        int depth = 0;
        int nodes = 0;
        int documents = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
            if (event instanceof AliasEvent
                    || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
                throw new NativeProblem(line, "Anchors and aliases are not accepted here. Write the value out.");
            }
            if (tagged(event)) {
                throw new NativeProblem(line, "YAML tags are not accepted here. Remove what starts with '!'.");
            }
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                throw new NativeProblem(line, "Expected one document, and a second one starts here. Remove it.");
            }
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > MAX_DEPTH || (event instanceof NodeEvent && ++nodes > MAX_NODES)) {
                throw new NativeProblem(
                        line,
                        "Expected at most " + MAX_DEPTH + " levels and " + MAX_NODES + " values. Make it simpler.");
            }
        }
    }

    private static boolean tagged(Event event) {
        return switch (event) {
            case ScalarEvent scalar ->
                scalar.getTag().filter(tag -> !tag.equals("!")).isPresent();
            case CollectionStartEvent collection -> collection.getTag().isPresent();
            default -> false;
        };
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
