package io.groundcrew.bench;

import io.groundcrew.codecollection.publish.PublishedRepository;
import io.groundcrew.contracts.run.BundleRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The bench's own collection, registered with a runner.
 *
 * @param url where its repository is
 * @param commit the commit that it is at
 */
public record BenchCollection(String url, String commit) {

    /** Also the name of its worker pool. */
    public static final String NAME = "bench";

    private static final Path SOURCE = Launcher.HOME.resolve("bench/src/main/collection");
    private static final String PATH = "/api/v3/codecollections/" + NAME;

    /** Publishes the collection in a directory and waits until a worker can run it. */
    public static BenchCollection register(Client client, Path directory) throws IOException, InterruptedException {
        BenchCollection collection = put(client, directory);
        collection.awaitReady(client);
        return collection;
    }

    /** Publishes the collection in a directory and waits until the runner has synced it. */
    static BenchCollection put(Client client, Path directory) throws IOException, InterruptedException {
        Path repository = directory.resolve("bench.git");
        PublishedRepository.publish(SOURCE, repository);
        String url = repository.toUri().toString();
        client.put(PATH, Map.of("repoURL", url));
        JsonNode collection =
                await(client, shown -> !shown.path("commit").asString("").isEmpty());
        return new BenchCollection(url, collection.path("commit").asString());
    }

    /** Waits until a worker has said that it can run it. */
    void awaitReady(Client client) throws IOException, InterruptedException {
        await(
                client,
                shown -> shown.path("environment").path("state").asString("").equals("ready"));
    }

    private static JsonNode await(Client client, Predicate<JsonNode> condition)
            throws IOException, InterruptedException {
        JsonNode collection = client.get(PATH);
        while (!condition.test(collection)) {
            Thread.sleep(Duration.ofMillis(100));
            collection = client.get(PATH);
        }
        return collection;
    }

    /** A file of a bundle as it lies in this tree. */
    static Path file(String bundle, String name) {
        return SOURCE.resolve("codebundles").resolve(bundle).resolve(name);
    }

    /** What a request names as its code. */
    BundleRef code(String bundle, String file) {
        return new BundleRef(NAME, commit, "codebundles/" + bundle + "/" + file);
    }

    /** Documents of an SLX with a runbook of one of the native bundles. */
    String runbook(String slx, String bundle, Map<String, String> variables) {
        String provided = variables.entrySet().stream()
                .map(variable -> "{name: %s, value: \"%s\"}".formatted(variable.getKey(), variable.getValue()))
                .collect(Collectors.joining(", "));
        return """
                %s---
                apiVersion: runwhen.com/v1
                kind: Runbook
                metadata: {name: default--%s}
                spec:
                  location: local
                  codeBundle: {repoUrl: "%s", ref: main, pathToRobot: codebundles/%s/codebundle.yaml}
                  configProvided: [%s]
                """.formatted(slxs(List.of(slx)), slx, url, bundle, provided);
    }

    /** Documents of SLXs with an SLI each, of the Robot bundle. */
    String slis(List<String> slxs, int intervalSeconds) {
        String slis = slxs.stream()
                .map(slx -> """
                        ---
                        apiVersion: runwhen.com/v1
                        kind: ServiceLevelIndicator
                        metadata: {name: default--%s}
                        spec:
                          locations: [local]
                          intervalSeconds: %d
                          codeBundle: {repoUrl: "%s", ref: main, pathToRobot: codebundles/robot/sli.robot}
                        """.formatted(slx, intervalSeconds, url))
                .collect(Collectors.joining());
        return slxs(slxs) + slis;
    }

    /** Documents of SLXs that nothing runs by itself. */
    static String slxs(List<String> names) {
        return names.stream().map("""
                apiVersion: runwhen.com/v1
                kind: ServiceLevelX
                metadata: {name: default--%s}
                spec: {alias: Bench}
                """::formatted).collect(Collectors.joining("---\n"));
    }
}
