package io.groundcrew.codecollection.catalog;

import io.groundcrew.codecollection.bundle.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What a file of generation rules needs: the templates it names.
 *
 * @param templates file names; empty when it holds no rule, or cannot be read
 * @param problem why it cannot be read; null when it can
 * @param line of the problem, 1-based; 0 for the whole file
 */
record GenerationRuleFile(Set<String> templates, @Nullable String problem, int line) implements ReadFile {

    private static final int MAX_DEPTH = 50;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setMaxAliasesForCollections(50)
            .setAllowRecursiveKeys(false)
            .setCodePointLimit(1 << 20)
            .build();

    GenerationRuleFile {
        templates = Set.copyOf(templates);
    }

    /** Reads a file. Never throws for anything in it. */
    static GenerationRuleFile read(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        try {
            if (tooDeep(text)) {
                return new GenerationRuleFile(Set.of(), "Expected YAML at most " + MAX_DEPTH + " levels deep.", 0);
            }
            Set<String> templates = new TreeSet<>();
            for (Object rule :
                    list(map(map(new Load(SETTINGS).loadFromString(text)).get("spec"))
                            .get("generationRules"))) {
                list(map(rule).get("slxs")).forEach(slx -> collect(map(slx), templates));
            }
            return new GenerationRuleFile(templates, null, 0);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            return new GenerationRuleFile(Set.of(), "This is no YAML: " + e.getProblem() + ". Correct it.", line);
        } catch (YamlEngineException e) {
            return new GenerationRuleFile(Set.of(), "This is no YAML that is read: " + e.getMessage(), 0);
        }
    }

    /** What an author should know of it, given the names of the templates beside it. */
    List<Finding> findings(String path, Set<String> present) {
        if (problem != null) {
            return List.of(new Finding(Finding.Severity.ERROR, path, line, problem));
        }
        return templates.stream()
                .filter(name -> !present.contains(name))
                .sorted()
                .map(name -> new Finding(
                        Finding.Severity.WARNING,
                        path,
                        0,
                        "The rule makes something of the template " + name
                                + ", and .runwhen/templates/ has none of that name. Add it or correct the name."))
                .toList();
    }

    private static void collect(Map<?, ?> slx, Set<String> templates) {
        // Only strings are looked at: printing anything else could go on for ever, since aliases may make a circle.
        @Nullable Object base = slx.get("baseTemplateName") instanceof String name ? name : slx.get("baseName");
        for (Object item : list(slx.get("outputItems"))) {
            if (map(item).get("templateName") instanceof String named) {
                templates.add(named);
            } else if (base instanceof String name && map(item).get("type") instanceof String type) {
                templates.add(name + "-" + type.toLowerCase(Locale.ROOT) + ".yaml");
            }
        }
    }

    /** Decided on the stream of events, before anything is built: building is recursive. */
    private static boolean tooDeep(String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                return true;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return false;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
