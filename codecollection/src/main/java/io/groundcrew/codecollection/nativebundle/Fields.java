package io.groundcrew.codecollection.nativebundle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The fields of one YAML mapping, with what is wrong about them noted by line. */
final class Fields {

    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<NativeReading.Problem> problems;
    private final int line;

    Fields(MappingNode node, List<NativeReading.Problem> problems) {
        this.problems = problems;
        this.line = lineOf(node);
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                if (values.put(key.getValue(), tuple.getValueNode()) != null) {
                    problem(lineOf(key), "The field '" + key.getValue() + "' is given twice. Keep one.");
                }
                lines.put(key.getValue(), lineOf(key));
                if (isNull(tuple.getValueNode())) {
                    problem(lineOf(key), "The field '" + key.getValue() + "' has no value. Give it one, or remove it.");
                }
            } else {
                problem(lineOf(tuple.getKeyNode()), "Expected a plain name before the colon.");
            }
        }
    }

    int line() {
        return line;
    }

    int line(String key) {
        return lines.getOrDefault(key, line);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    void problem(int at, String message) {
        problems.add(new NativeReading.Problem(at, message));
    }

    /** Notes every field that is not one of these: mostly a spelling mistake. */
    void only(Set<String> known) {
        values.keySet().stream()
                .filter(key -> !known.contains(key))
                .forEach(key -> problem(
                        line(key),
                        "The field '" + key + "' is not known here. Expected one of "
                                + String.join(", ", known.stream().sorted().toList()) + "."));
    }

    String required(String key) {
        String text = text(key);
        if (text == null || text.isBlank()) {
            problem(line(key), "Expected a text for '" + key + "', and there is none. Add it.");
            return "?";
        }
        return text;
    }

    String textOr(String key, String fallback) {
        String text = text(key);
        return text == null ? fallback : text;
    }

    @Nullable
    String text(String key) {
        Node node = values.get(key);
        if (node == null || isNull(node)) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        problem(line(key), "Expected a plain text for '" + key + "', found a list or mapping.");
        return null;
    }

    boolean flag(String key, boolean fallback) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                problem(line(key), "Expected true or false for '" + key + "', found '" + cut(text) + "'.");
                yield fallback;
            }
        };
    }

    int number(String key, int fallback, int lowest, int highest) {
        String text = text(key);
        if (text == null) {
            return fallback;
        }
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= lowest && number <= highest) {
                return number;
            }
        }
        problem(
                line(key),
                "Expected a whole number from " + lowest + " to " + highest + " for '" + key + "', found '" + cut(text)
                        + "'.");
        return fallback;
    }

    @Nullable
    BigDecimal decimal(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        if (ValueRule.Type.NUMBER.takes(text)) {
            return new BigDecimal(text);
        }
        problem(line(key), "Expected a number for '" + key + "', found '" + cut(text) + "'.");
        return null;
    }

    /** A list of texts, or a single text as a list of one. */
    List<String> texts(String key) {
        Node node = values.get(key);
        List<String> texts = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                if (item instanceof ScalarNode scalar && !isNull(item)) {
                    texts.add(scalar.getValue());
                } else {
                    problem(lineOf(item), "Expected plain texts in '" + key + "'.");
                }
            }
        } else if (node != null) {
            String single = text(key);
            if (single != null) {
                texts.add(single);
            }
        }
        return texts;
    }

    Map<String, String> textMap(String key) {
        Fields map = map(key);
        Map<String, String> texts = new LinkedHashMap<>();
        if (map != null) {
            map.values.keySet().forEach(name -> texts.put(name, map.textOr(name, "")));
        }
        return texts;
    }

    @Nullable
    Fields map(String key) {
        Node node = values.get(key);
        if (node == null || isNull(node)) {
            return null;
        }
        if (node instanceof MappingNode mapping) {
            return new Fields(mapping, problems);
        }
        problem(line(key), "Expected fields below '" + key + "', found a text or list.");
        return null;
    }

    boolean isMap(String key) {
        return values.get(key) instanceof MappingNode;
    }

    boolean isList(String key) {
        return values.get(key) instanceof SequenceNode;
    }

    /** Maps, lists, texts, numbers, booleans and nulls, as JSON has them. */
    Object tree(String key) {
        return Objects.requireNonNull(JsonTree.of(Objects.requireNonNull(values.get(key)), this));
    }

    List<Fields> maps(String key) {
        Node node = values.get(key);
        List<Fields> maps = new ArrayList<>();
        if (node instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                if (item instanceof MappingNode mapping) {
                    maps.add(new Fields(mapping, problems));
                } else {
                    problem(lineOf(item), "Expected fields in each entry of '" + key + "'.");
                }
            }
        } else if (node != null && !isNull(node)) {
            problem(line(key), "Expected a list for '" + key + "'.");
        }
        return maps;
    }

    /** A piece of the file that fits a message. */
    static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }

    private static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
