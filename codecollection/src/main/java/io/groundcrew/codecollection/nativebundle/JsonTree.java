package io.groundcrew.codecollection.nativebundle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML nodes into what JSON can hold. */
final class JsonTree {

    private JsonTree() {}

    static @Nullable Object of(Node node, Fields place) {
        return switch (node) {
            case MappingNode mapping -> map(mapping, place);
            case SequenceNode list -> {
                List<@Nullable Object> items = new ArrayList<>();
                list.getValue().forEach(item -> items.add(of(item, place)));
                yield items;
            }
            case ScalarNode scalar -> value(scalar);
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> map(MappingNode mapping, Fields place) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        mapping.getValue().forEach(tuple -> {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                map.put(key.getValue(), of(tuple.getValueNode(), place));
            } else {
                place.problem(Fields.lineOf(tuple.getKeyNode()), "Expected a plain name before the colon.");
            }
        });
        return map;
    }

    private static @Nullable Object value(ScalarNode scalar) {
        String text = scalar.getValue();
        if (Tag.NULL.equals(scalar.getTag())) {
            return null;
        }
        if (Tag.BOOL.equals(scalar.getTag())) {
            return Boolean.valueOf(text);
        }
        boolean number = Tag.INT.equals(scalar.getTag()) || Tag.FLOAT.equals(scalar.getTag());
        // Infinity and the like are no numbers in JSON.
        return number && ValueRule.Type.NUMBER.takes(text) ? new BigDecimal(text) : text;
    }
}
