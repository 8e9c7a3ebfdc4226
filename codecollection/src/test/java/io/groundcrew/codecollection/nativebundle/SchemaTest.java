package io.groundcrew.codecollection.nativebundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/** The schema that editors use and the reader agree on every file, so that neither can be changed alone. */
class SchemaTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String FILE = "/io/groundcrew/codecollection/codebundle.schema.json";
    private static final Schema SCHEMA = schema();

    /** What a schema cannot say: it sees one place at a time, and no other file. */
    private static final List<String> BEYOND_A_SCHEMA = List.of(
            "is no variable of this bundle",
            "would be shown here",
            "is used twice",
            "beside codebundle.yaml, and there is none",
            "Expected the name of a secret of this bundle",
            "no name that shells",
            "belongs to the connection",
            "as 'default'",
            "as 'example'",
            "as 'enum'",
            "up to 4h",
            "The maximum is below");

    @TestFactory
    Stream<DynamicTest> takesTheStarterCollection() throws IOException {
        Path bundles = Path.of("..", "examples", "starter-collection", "codebundles");
        try (Stream<Path> directories = Files.list(bundles)) {
            return directories
                    .filter(directory -> Files.exists(directory.resolve(NativeBundle.FILE_NAME)))
                    .toList()
                    .stream()
                    .map(directory -> DynamicTest.dynamicTest(directory.toString(), () -> takes(directory)));
        }
    }

    private static void takes(Path directory) throws IOException {
        byte[] content = Files.readAllBytes(directory.resolve(NativeBundle.FILE_NAME));
        try (Stream<Path> siblings = Files.list(directory)) {
            Set<String> names =
                    siblings.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
            assertThat(NativeReading.of(content, names).problems()).isEmpty();
        }
        assertThat(complaints(tree(content))).isEmpty();
    }

    @Test
    void takesEveryField() throws IOException {
        byte[] content = everything();

        assertThat(read(content).problems()).isEmpty();
        assertThat(complaints(tree(content))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "title: x",
                "title: x\nrunbook: []",
                "title: x\nsli: {title: a, type: bash}",
                "title: x\nsli: {title: a, type: perl, script: look.sh}",
                "title: x\nsli: {title: a, type: bash, script: look.sh, metric: no-rows}",
                "title: x\nsli: {title: a, type: bash, script: look.sh, access: read-write}",
                "title: x\nsli: {title: a, type: sql, connection: {url: u}, statement: s}",
                "title: x\nsli: {title: a, type: sql, connection: {url: u}, statement: s, metric: latency}",
                "title: x\nsli: {title: a, type: rest, url: u, metric: no-rows}",
                "title: x\nsli: {title: a, type: rest, url: u, metric: {column: a}}",
                "title: x\nsli: {title: a, type: rest, url: u, body: '{\"a\": \"${URL}\"}'}",
                "title: x\nrunbook: [{title: a, type: rest, url: u, metric: latency}]",
                "title: x\nrunbook: [{title: a, type: rest, url: u, headers: {'a b': c}}]",
                "title: x\nrunbook: [{title: a, type: rest, url: u, headers: {a: \"b\\r\\nc: d\"}}]",
                "title: x\nrunbook: [{title: a, type: rest, url: u, expect: {jsonPath: [{path: '$..a..b'}]}}]",
                "title: x\nrunbook: [{title: a, type: rest, url: u, expect: {jsonPath: [{path: $, min: 1, max: 2}]}}]",
                "title: x\nvariables: [{name: A, minimum: 1}]\nsli: {title: a, type: bash, script: look.sh}",
                "title: x\nvariables: [{name: A, type: integer, default: 1.5}]\nsli: {title: a, type: bash, script: look.sh}",
                "title: x\nvariables: [{name: A, type: integer, default: five}]\nsli: {title: a, type: bash, script: look.sh}",
                "title: x\nvariables: [{name: A, type: boolean, default: yes}]\nsli: {title: a, type: bash, script: look.sh}",
                "title: x\nvariables: [{name: A, type: number, maxLength: 3}]\nsli: {title: a, type: bash, script: look.sh}",
                "title: x\nvariables: [{name: A, pattern: '['}]\nsli: {title: a, type: bash, script: look.sh}"
            })
    void refusesWhatTheReaderRefuses(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);

        assertThat(read(content).problems()).isNotEmpty();
        assertThat(complaints(tree(content))).isNotEmpty();
    }

    /** Takes every value out of a file with every field, and puts others into its place. */
    @Test
    void agreesWithTheReaderOnEveryChangeOfOneValue() throws IOException {
        List<String> disagreements = new ArrayList<>();
        int[] changes = {0};
        change(tree(everything()), "", (place, changed) -> {
            changes[0]++;
            List<NativeReading.Problem> problems =
                    read(yaml(changed).getBytes(StandardCharsets.UTF_8)).problems();
            // A fault that only the reader can see says nothing about the schema.
            boolean structural = problems.stream()
                    .anyMatch(problem -> BEYOND_A_SCHEMA.stream().noneMatch(problem.message()::contains));
            List<String> complaints = complaints(changed);
            if (structural == complaints.isEmpty() && (structural || problems.isEmpty())) {
                disagreements.add(place + ": reader " + problems + ", schema " + complaints);
            }
        });

        assertThat(disagreements).isEmpty();
        assertThat(changes[0]).isGreaterThan(500);
    }

    @Test
    void hasNoFieldThatTheReaderDoesNotKnow() throws IOException {
        String everything = new String(everything(), StandardCharsets.UTF_8);
        JSON.readTree(resource(FILE)).findValues("properties").stream()
                .flatMap(properties -> properties.propertyNames().stream())
                .distinct()
                .forEach(name -> assertThat(everything).containsPattern("\\b" + name + ":"));
    }

    private interface Change {
        void made(String place, Object document);
    }

    /** Calls back with the whole document for each change; the document is the same, changed and changed back. */
    private static void change(Object document, String place, Change change) {
        change(document, document, place, change);
    }

    @SuppressWarnings("unchecked")
    private static void change(Object document, @Nullable Object node, String place, Change change) {
        if (node instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = (Map<String, @Nullable Object>) map;
            boolean free = place.endsWith("headers") || place.contains("/body");
            if (!free) {
                fields.put("zzz", "x");
                change.made(place + "+zzz", document);
                fields.remove("zzz");
            }
            for (String key : List.copyOf(fields.keySet())) {
                Map<String, @Nullable Object> before = new LinkedHashMap<>(fields);
                fields.remove(key);
                change.made(place + "-" + key, document);
                fields.clear();
                fields.putAll(before);
                replace(document, place + "/" + key, value -> fields.put(key, value), change);
                fields.putAll(before);
                change(document, fields.get(key), place + "/" + key, change);
            }
        } else if (node instanceof List<?> list) {
            List<@Nullable Object> items = (List<@Nullable Object>) list;
            for (int n = 0; n < items.size(); n++) {
                int at = n;
                Object before = items.get(n);
                replace(document, place + "/" + n, value -> items.set(at, value), change);
                items.set(n, before);
                change(document, before, place + "/" + n, change);
            }
        }
    }

    private static void replace(Object document, String place, Consumer<@Nullable Object> set, Change change) {
        if (place.contains("/body/")) {
            return;
        }
        for (Object value : new Object[] {
            "", " ", "zzz", "[", "true", "7", -1, 0, 3, 70_000, 2.5, true, new ArrayList<>(), new LinkedHashMap<>()
        }) {
            set.accept(value);
            change.made(place + "=" + JSON.writeValueAsString(value), document);
        }
        set.accept(null);
        change.made(place + "=null", document);
    }

    private static NativeReading read(byte[] content) {
        return NativeReading.of(content, Set.of("look.sh", "repair.py"));
    }

    private static List<String> complaints(Object document) {
        return SCHEMA
                .validate(
                        JSON.writeValueAsString(document),
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static Object tree(byte[] content) {
        return Objects.requireNonNull(
                new Load(LoadSettings.builder().build()).loadFromString(new String(content, StandardCharsets.UTF_8)));
    }

    private static String yaml(Object document) {
        return new Dump(DumpSettings.builder().build()).dumpToString(document);
    }

    private static byte[] everything() throws IOException {
        return resource("everything.yaml");
    }

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(resource(FILE), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(SchemaTest.class.getResourceAsStream(name), name)) {
            return stream.readAllBytes();
        }
    }
}
