package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.groundcrew.embedded.DatabaseSettings;
import io.groundcrew.embedded.EmbeddedDatabase;
import io.groundcrew.embedded.ServiceDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Public bundles, unmodified, on the real product. {@code GROUNDCREW_PUBLIC_COLLECTIONS} names a directory with the bare
 * repositories {@code codecollection-template.git}, {@code rw-cli-codecollection.git} and
 * {@code rw-generic-codecollection.git}, each with the branch {@code main}.
 */
@EnabledIfEnvironmentVariable(named = "GROUNDCREW_PUBLIC_COLLECTIONS", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublicCollectionsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CURL_CONFIG = "header = \"X-Shop: pear\"\n";

    @TempDir
    private static Path directory;

    private HttpServer shop;
    private String shopUrl;
    private Installation groundcrew;
    private Scenario scenario;

    @BeforeAll
    void start() throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        answer("/", 200, "pears\n");
        answer("/gone", 404, "no pears\n");
        answer("/empty", 200, "");
        // The bundle writes its own options behind the command, so the command cannot end in a pipe.
        answer("/share", 200, "0.75\n");
        answer(
                "/stock",
                200,
                "{\"pears\": 0.75, \"issuesIdentified\": true, \"issues\": [{\"title\": \"Pears are low\","
                        + " \"severity\": 2, \"expected\": \"many\", \"actual\": \"few\", \"reproduce_hint\": \"count\","
                        + " \"next_steps\": \"Buy pears\", \"details\": \"Three are left\"}]}");
        shop.createContext("/header", exchange -> {
            byte[] header = String.valueOf(exchange.getRequestHeaders().getFirst("X-Shop"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, header.length);
            exchange.getResponseBody().write(header);
            exchange.close();
        });
        shop.start();
        shopUrl = "http://127.0.0.1:" + shop.getAddress().getPort();
        groundcrew = new Installation(directory.resolve("data")).up();
        scenario = new Scenario(groundcrew.api(), directory);
        for (String name : List.of("codecollection-template", "rw-cli-codecollection", "rw-generic-codecollection")) {
            scenario.collection(name, repository(name));
        }
        Api.Answer stored = groundcrew
                .api()
                .post(
                        Api.WORKSPACE + "/secrets",
                        Map.of("secrets", Map.of("curl-config", CURL_CONFIG, "word", "pomme")));
        assertThat(stored.status()).as(stored.text()).isBetween(200, 299);
    }

    @AfterAll
    void stop() {
        shop.stop(0);
        groundcrew.close();
    }

    @Test
    void runsBothBundlesOfTheTemplate() {
        apply(
                "hello",
                "codecollection-template",
                "hello_world/sli.robot",
                "hello_world_taskset/runbook.robot",
                Map.of("MY_INPUT", "pears"),
                Map.of());

        assertThat(sample("hello")).isEqualTo(1.0);
        Run run = run("hello", "Hello world");
        assertThat(run.outcome()).isEqualTo("Completed");
        assertThat(run.passed()).containsExactly("Hello world");
        assertThat(run.report()).contains("The configured input is: pears");
        assertThat(scenario.openIssues("hello")).isEmpty();
    }

    @Test
    void findsAnOpenAClosedAndAMissingUrl() {
        String title = "Check HTTP URL Availability and Timeliness";
        apply(
                "open",
                "rw-cli-codecollection",
                "curl-http-ok/sli.robot",
                "curl-http-ok/runbook.robot",
                Map.of("URLS", shopUrl + "/", "TARGET_LATENCY", "5"),
                Map.of());
        apply(
                "closed",
                "rw-cli-codecollection",
                "curl-http-ok/sli.robot",
                "curl-http-ok/runbook.robot",
                Map.of("URLS", "http://127.0.0.1:" + Installation.freePort() + "/"),
                Map.of());
        apply(
                "gone",
                "rw-cli-codecollection",
                "curl-http-ok/sli.robot",
                "curl-http-ok/runbook.robot",
                Map.of("URLS", shopUrl + "/gone"),
                Map.of());

        assertThat(sample("open")).isEqualTo(1.0);
        assertThat(sample("closed")).isEqualTo(0.0);
        Run open = run("open", title);
        assertThat(open.passed()).containsExactly(title);
        assertThat(open.report()).contains("URL Response Code: 200", "URL: " + shopUrl);
        assertThat(scenario.openIssues("open")).isEmpty();

        assertThat(run("closed", title).passed()).containsExactly(title);
        JsonNode closed = issue("closed");
        assertThat(closed.path("severity").asInt()).isEqualTo(2);
        assertThat(closed.path("title").asString(""))
                .startsWith(
                        "HTTP connection failed for Ingress `my-ingress` - curl command failed for http://127.0.0.1:");

        assertThat(run("gone", title).passed()).containsExactly(title);
        JsonNode gone = issue("gone");
        assertThat(gone.path("severity").asInt()).isEqualTo(4);
        assertThat(gone.path("title").asString("")).contains("HTTP response code does not match");
    }

    @Test
    void raisesAnIssueFromWhatCurlPrints() {
        Map<String, String> secrets = Map.of("HEADERS", "curl-config");
        apply(
                "printed",
                "rw-generic-codecollection",
                "curl-stdout-issue/sli.robot",
                "curl-stdout-issue/runbook.robot",
                Map.of(
                        "CURL_COMMAND",
                        "curl -s " + shopUrl + "/header",
                        "TASK_TITLE",
                        "Ask The Shop",
                        "ISSUE_TITLE",
                        "The shop answers",
                        "ISSUE_SEVERITY",
                        "2",
                        "ISSUE_DETAILS",
                        "It said something",
                        "ISSUE_NEXT_STEPS",
                        "Listen"),
                secrets);
        apply(
                "silent",
                "rw-generic-codecollection",
                "curl-stdout-issue/sli.robot",
                "curl-stdout-issue/runbook.robot",
                Map.of("CURL_COMMAND", "curl -s " + shopUrl + "/empty", "TASK_TITLE", "Ask The Shop"),
                secrets);

        Run printed = run("printed", "${TASK_TITLE}");
        assertThat(printed.outcome()).isEqualTo("Completed");
        assertThat(printed.passed()).containsExactly("${TASK_TITLE}");
        assertThat(printed.report()).contains("Command stdout: pear");
        JsonNode issue = issue("printed");
        assertThat(issue.path("severity").asInt()).isEqualTo(2);
        assertThat(issue.path("title").asString("")).isEqualTo("The shop answers");

        Run silent = run("silent", "${TASK_TITLE}");
        assertThat(silent.report()).contains("No output was returned from the command");
        assertThat(scenario.openIssues("silent")).isEmpty();
    }

    @Test
    void takesAMetricAndIssuesFromACurlCommand() {
        apply(
                "stock",
                "rw-generic-codecollection",
                "curl-cmd/sli.robot",
                "curl-cmd/runbook.robot",
                Map.of("CURL_COMMAND", "curl -s " + shopUrl + "/share", "TASK_TITLE", "Count Pears"),
                Map.of("HEADERS", "curl-config"));
        apply(
                "low",
                "rw-generic-codecollection",
                "curl-cmd/sli.robot",
                "curl-cmd/runbook.robot",
                Map.of(
                        "CURL_COMMAND",
                        "curl -s " + shopUrl + "/stock",
                        "TASK_TITLE",
                        "Count Pears",
                        "ISSUE_JSON_QUERY_ENABLED",
                        "true"),
                Map.of("HEADERS", "curl-config"));

        assertThat(sample("stock")).isEqualTo(0.75);
        Run run = run("low", "${TASK_TITLE}");
        assertThat(run.outcome()).isEqualTo("Completed");
        JsonNode issue = issue("low");
        assertThat(issue.path("title").asString("")).isEqualTo("Pears are low");
        assertThat(issue.path("severity").asInt()).isEqualTo(2);
    }

    @Test
    void runsToolsThatPeopleWroteInBashAndPython() {
        tool("bash-tool", "bash", "runbook", """
                main() {
                  echo "looking for $FRUIT, the word is $(cat "$WORD")"
                  jq -n --arg fruit "$FRUIT" '[{"issue title": ("No " + $fruit), "issue severity": 3, "issue description": "None", "issue next steps": "Plant"}]' >&3
                }
                """, Map.of("WORD", "word"));
        tool("python-tool", "python", "runbook", """
                import os
                def main():
                    print("python looks for", os.environ["FRUIT"])
                    return [{"issue title": "No " + os.environ["FRUIT"] + " either", "issue severity": 1,
                             "issue description": "d", "issue next steps": "n"}]
                """, Map.of());
        tool("bash-number", "bash", "sli", "main() { echo 0.5 >&3; }\n", Map.of());
        tool("python-number", "python", "sli", "def main():\n    return 7 / 8\n", Map.of());
        tool("odd", "bash", "runbook", """
                main() { echo '[{"issue title": "A good one", "issue severity": 4}, {"no": "title"}]' >&3; }
                """, Map.of());

        assertThat(sample("bash-number")).isEqualTo(0.5);
        assertThat(sample("python-number")).isEqualTo(0.875);
        Run bash = run("bash-tool", "${TASK_TITLE}");
        assertThat(bash.outcome()).isEqualTo("Completed");
        assertThat(bash.report()).contains("looking for pear, the word is").doesNotContain("pomme");
        assertThat(issue("bash-tool").path("title").asString("")).isEqualTo("No pear");
        assertThat(issue("bash-tool").path("severity").asInt()).isEqualTo(3);
        run("python-tool", "${TASK_TITLE}");
        assertThat(issue("python-tool").path("title").asString("")).isEqualTo("No pear either");
        assertThat(issue("python-tool").path("severity").asInt()).isEqualTo(1);
        Run odd = run("odd", "${TASK_TITLE}");
        assertThat(odd.failed()).containsExactly("${TASK_TITLE}");
        assertThat(issue("odd").path("title").asString("")).isEqualTo("A good one");
    }

    @Test
    void asksARealDatabaseByPsql() throws IOException {
        try (EmbeddedDatabase database =
                EmbeddedDatabase.start(DatabaseSettings.in(directory.resolve("shop-database")))) {
            ServiceDatabase shopDatabase = database.createSchema("shop");
            URI address = URI.create(shopDatabase.url().substring("jdbc:".length()));
            Api.Answer stored = groundcrew
                    .api()
                    .post(Api.WORKSPACE + "/secrets", Map.of("secrets", Map.of("shop-pw", shopDatabase.password())));
            assertThat(stored.status()).as(stored.text()).isBetween(200, 299);
            tool(
                    "rows",
                    "bash",
                    "sli",
                    """
                    main() {
                      PGPASSWORD=$(cat "$DB_PASSWORD") psql -qAt -h 127.0.0.1 -p %d -U %s -d %s -c 'select count(*) from generate_series(1, 42)' >&3
                    }
                    """.formatted(
                                    address.getPort(),
                                    shopDatabase.user(),
                                    address.getPath().substring(1)),
                    Map.of("DB_PASSWORD", "shop-pw"));

            assertThat(sample("rows")).isEqualTo(42.0);
        }
    }

    private void tool(String slx, String interpreter, String runType, String script, Map<String, String> secrets) {
        String encoded = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
        Map<String, String> variables = new HashMap<>(Map.of(
                "RUN_TYPE",
                runType,
                "INTERPRETER",
                interpreter,
                "GEN_CMD",
                encoded,
                "TASK_TITLE",
                "Use The Tool",
                "CONFIG_ENV_MAP",
                "{\"FRUIT\": \"pear\"}",
                "SECRET_ENV_MAP",
                JSON.writeValueAsString(secrets.keySet())));
        apply(
                slx,
                "rw-generic-codecollection",
                "tool-builder/sli.robot",
                "tool-builder/runbook.robot",
                variables,
                secrets,
                runType.equals("sli"));
    }

    private void apply(
            String slx,
            String collection,
            String sli,
            String runbook,
            Map<String, String> variables,
            Map<String, String> secrets) {
        apply(slx, collection, sli, runbook, variables, secrets, true);
    }

    private void apply(
            String slx,
            String collection,
            String sli,
            String runbook,
            Map<String, String> variables,
            Map<String, String> secrets,
            boolean scheduled) {
        String document = Scenario.document(
                slx,
                repository(collection),
                "codebundles/" + sli,
                "codebundles/" + runbook,
                scheduled ? 5 : 0,
                Map.of());
        Api.Answer answer = groundcrew
                .api()
                .apply(document.replace(
                        "  configProvided: []\n",
                        "  configProvided: " + named(variables, "value") + "\n  secretsProvided: "
                                + named(secrets, "workspaceKey") + "\n"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        answer.body()
                .forEach(result -> assertThat(result.path("result").asString(""))
                        .as(answer.text())
                        .isEqualTo("created"));
    }

    /** JSON, which is YAML too and needs no quoting of its own. */
    private static String named(Map<String, String> values, String key) {
        return values.entrySet().stream()
                .map(entry -> JSON.writeValueAsString(Map.of("name", entry.getKey(), key, entry.getValue())))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private Run run(String slx, String title) {
        JsonNode run = scenario.ran(slx, title);
        String id = run.path("id").asString("");
        Api.Answer report = groundcrew.api().get(Api.WORKSPACE + "/run-requests/" + id + "/report");
        return new Run(run, report.text().replace("\\n", "\n").replace("\\/", "/"));
    }

    private JsonNode issue(String slx) {
        await().atMost(PATIENCE).until(() -> !scenario.openIssues(slx).isEmpty());
        assertThat(scenario.openIssues(slx)).hasSize(1);
        return scenario.openIssues(slx).getFirst();
    }

    private double sample(String slx) {
        await().atMost(PATIENCE).until(() -> !scenario.samples(slx).isEmpty());
        return scenario.samples(slx).getLast().path("value").asDouble();
    }

    private void answer(String path, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        shop.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static Path repository(String name) {
        return Path.of(System.getenv("GROUNDCREW_PUBLIC_COLLECTIONS"), name + ".git")
                .toAbsolutePath();
    }

    /** A finished run and its report. */
    private record Run(JsonNode request, String report) {

        String outcome() {
            return request.path("outcome").asString("");
        }

        List<String> passed() {
            return titles("passedTitles");
        }

        List<String> failed() {
            return titles("failedTitles");
        }

        private List<String> titles(String field) {
            return Stream.of(request.path(field).asString("").split("\\|\\|"))
                    .filter(title -> !title.isEmpty())
                    .toList();
        }
    }
}
