package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.bundle.Parameter;
import io.groundcrew.codecollection.bundle.Suite;
import io.groundcrew.codecollection.bundle.Task;
import io.groundcrew.codecollection.catalog.Bundle;
import io.groundcrew.codecollection.catalog.CollectionReader;
import io.groundcrew.codecollection.mirror.DirectoryTree;
import io.groundcrew.codecollection.mirror.MirrorLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The index beside Robot Framework's own parser, over files written for this test: each bundle of the corpus holds one
 * group of constructs.
 */
class RobotParserTest {

    private static final Path HOME = Path.of(System.getProperty("groundcrew.home", ".."));
    private static final Path CORPUS =
            HOME.resolve("system-tests/src/test/corpus").toAbsolutePath();

    /** One file, as the index has it and as Robot reads it. */
    private record Reading(Bundle bundle, Suite suite, Map<?, ?> robot) {}

    @TestFactory
    Stream<DynamicTest> readsEveryConstructAsRobotDoes() throws IOException, InterruptedException {
        return readings().stream()
                .map(reading -> DynamicTest.dynamicTest(reading.bundle().name(), () -> {
                    assertThat(ours(reading.suite())).isEqualTo(without(reading.robot(), "errors"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> complainsOfTheFilesThatRobotComplainsOf() throws IOException, InterruptedException {
        return readings().stream()
                .map(reading -> DynamicTest.dynamicTest(reading.bundle().name(), () -> {
                    boolean complains = reading.bundle().findings().stream()
                            .anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
                    assertThat(complains).isEqualTo(reading.robot().get("errors"));
                }));
    }

    private static List<Reading> readings() throws IOException, InterruptedException {
        List<Bundle> bundles;
        try (DirectoryTree tree = DirectoryTree.open(CORPUS, MirrorLimits.DEFAULT)) {
            bundles = new CollectionReader().read(tree).bundles();
        }
        assertThat(bundles)
                .hasSizeGreaterThan(20)
                .allSatisfy(bundle -> assertThat(bundle.suites()).hasSize(1));
        Iterator<Map<?, ?>> robot = robotsReadings(bundles.stream()
                        .map(bundle -> CORPUS.resolve(bundle.suites().getFirst().path()))
                        .toList())
                .iterator();
        return bundles.stream()
                .map(bundle -> new Reading(bundle, bundle.suites().getFirst(), robot.next()))
                .toList();
    }

    private static List<Map<?, ?>> robotsReadings(List<Path> files) throws IOException, InterruptedException {
        ProcessBuilder python = new ProcessBuilder(
                        "python3",
                        HOME.resolve("system-tests/src/test/python/read_robot_files.py")
                                .toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        python.environment()
                .put(
                        "PYTHONPATH",
                        HOME.resolve("task-runtime/target/runtime/site-packages")
                                .toString());
        python.environment().put("PYTHONIOENCODING", "utf-8");
        Process process = python.start();
        try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
            input.write(files.stream().map(Path::toString).collect(Collectors.joining("\n")));
        }
        List<Map<?, ?>> readings = process.inputReader(StandardCharsets.UTF_8)
                .lines()
                .<Map<?, ?>>map(line -> JsonMapper.shared().readValue(line, Map.class))
                .toList();
        assertThat(process.waitFor()).as("exit status of the Python process").isZero();
        assertThat(readings).hasSameSizeAs(files);
        return readings;
    }

    private static Map<String, Object> ours(Suite suite) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("documentation", suite.documentation());
        shown.put("metadata", suite.metadata());
        shown.put("setup", suite.setup());
        shown.put("libraries", suite.libraries());
        shown.put("tasks", suite.tasks().stream().map(RobotParserTest::task).toList());
        shown.put(
                "parameters",
                suite.parameters().stream().map(RobotParserTest::parameter).toList());
        return shown;
    }

    private static Map<String, Object> task(Task task) {
        return Map.of(
                "title", task.title(),
                "documentation", task.documentation(),
                "tags", task.tags(),
                "line", task.line());
    }

    private static Map<String, Object> parameter(Parameter parameter) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("kind", parameter.kind().name());
        shown.put("name", parameter.name());
        shown.put("type", parameter.type());
        shown.put("description", parameter.description());
        shown.put("pattern", parameter.pattern());
        shown.put("example", parameter.example());
        shown.put("default", parameter.defaultValue());
        shown.put("values", parameter.values());
        shown.put("required", parameter.required());
        shown.put("line", parameter.line());
        return shown;
    }

    private static Map<Object, Object> without(Map<?, ?> map, String key) {
        Map<Object, Object> rest = new LinkedHashMap<>(map);
        rest.remove(key);
        return rest;
    }
}
