package io.groundcrew.codecollection.nativebundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.codecollection.bundle.Access;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeReadingTest {

    @Test
    void readsEveryKindOfTask() {
        NativeReading reading = read("""
                title: Shop
                platform: [HTTP, PostgreSQL]
                variables:
                  - {name: URL, description: Address}
                  - {name: LIMIT, type: integer, default: 5}
                secrets:
                  - {name: db_password}
                sli:
                  title: "`${URL}` answers"
                  type: rest
                  url: ${URL}
                  expect: {status: 200, maxLatency: 2s, jsonPath: [{path: $.ok, equals: true}, {path: $.id}]}
                  access: read-only
                runbook:
                  - {title: Look, type: bash, script: look.sh, access: read-only, timeout: 30s}
                  - {title: Repair, type: python, script: repair.py, access: read-write}
                  - title: Rows
                    type: sql
                    connection: {url: "jdbc:postgresql://x/y", user: me, password: db_password}
                    statement: "SELECT a::text, ':NOT_ONE' FROM t WHERE n > :LIMIT"
                    issue: {severity: 2, title: "Row ${a}", nextSteps: Look}
                    maxRows: 7
                """);

        assertThat(reading.problems()).isEmpty();
        NativeBundle bundle = Objects.requireNonNull(reading.bundle());
        assertThat(bundle.sli()).isInstanceOfSatisfying(NativeTask.RestTask.class, rest -> {
            assertThat(rest.method()).isEqualTo("GET");
            assertThat(rest.metric()).isEqualTo(new NativeTask.RestMetric.AllExpectations());
            assertThat(rest.expect().status()).containsExactly("200");
            assertThat(rest.expect().jsonPath())
                    .containsExactly(
                            new NativeTask.JsonCheck("$.ok", NativeTask.JsonCheck.Test.EQUALS, "true"),
                            new NativeTask.JsonCheck("$.id", NativeTask.JsonCheck.Test.EXISTS, ""));
        });
        assertThat(bundle.runbook())
                .extracting(task -> task.card().access())
                .containsExactly(Access.READ_ONLY, Access.READ_WRITE, Access.UNTAGGED);
        assertThat(bundle.runbook().getFirst().card().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(bundle.runbook().getLast()).isInstanceOfSatisfying(NativeTask.SqlTask.class, sql -> {
            assertThat(sql.maxRows()).isEqualTo(7);
            assertThat(sql.connection().passwordSecret()).isEqualTo("db_password");
        });
        assertThat(bundle.variables().getFirst().required()).isTrue();
        assertThat(bundle.variables().getLast().required()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "script: ../../etc/passwd | another path",
                "script: gone.sh | there is none",
                "script: look.sh, acess: read-only | not known here",
                "script: look.sh, access: sometimes | read-only or read-write",
                "script: look.sh, timeout: 9h | up to 4h",
                "script: look.sh, title: Twice | given twice"
            })
    void namesWhatIsWrongInATask(String fields, String words) {
        NativeReading reading = read("title: x\nrunbook:\n  - {title: Look, type: bash, " + fields + "}\n");
        assertThat(reading.bundle()).isNull();
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(words);
            assertThat(problem.line()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LD_PRELOAD",
                "BASH_ENV",
                "ENV",
                "PYTHONPATH",
                "PYTHONSTARTUP",
                "PATH",
                "IFS",
                "GIT_SSH_COMMAND",
                "BASH_FUNC_x%%",
                "RW_USER_TOKEN",
                "-o"
            })
    void case16RefusesNamesThatShellsActUpon(String name) {
        for (String kind : List.of("variables", "secrets")) {
            assertThat(read("title: x\n" + kind + ":\n  - {name: '" + name
                                    + "'}\nsli: {title: a, type: bash, script: look.sh}\n")
                            .problems())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.message()).contains(name, "cannot be used");
                        assertThat(problem.line()).isEqualTo(3);
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: integer, default: 1.5 | Expected a whole number as 'default', found '1.5'",
                "type: integer, default: '٣' | a whole number",
                "type: number, default: NaN | a number",
                "type: boolean, default: yes | true or false",
                "type: integer, minimum: 3, default: 2 | at least 3",
                "type: number, maximum: 0.5, default: 1e3 | at most 0.5",
                "type: integer, minimum: 3, maximum: 2 | below the minimum",
                "maxLength: 2, default: abc | at most 2 characters",
                "enum: [a, b], default: c | one of a, b",
                "type: integer, enum: [1, b] | Expected a whole number as 'enum', found 'b'",
                "pattern: 'a+', default: b | matches a+",
                "pattern: '(', default: b | not a valid regular expression",
                "type: date | string, integer, number or boolean"
            })
    void checksADefaultAgainstItsRule(String fields, String words) {
        assertThat(read("title: x\nvariables:\n  - {name: A, " + fields
                                + "}\nsli: {title: a, type: bash, script: look.sh}\n")
                        .problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).contains(words);
                    assertThat(problem.line()).isEqualTo(3);
                });
    }

    @Test
    void case53AnswersAboutAPatternThatTakesForEver() {
        ValueRule rule = new ValueRule(
                ValueRule.Type.STRING, Pattern.compile("(a+)+b|(?:x|y)*z"), List.of(), null, null, ValueRule.LONGEST);

        assertThat(rule.unmet("a".repeat(60))).isPresent();
        assertThat(rule.unmet("xy".repeat(30_000) + "z!")).isPresent();
        assertThat(rule.unmet("aaab")).isEmpty();
    }

    @Test
    void case21RefusesHeadersOfTheConnection() {
        for (String header : List.of("Host", "content-length", "Transfer-Encoding", "Connection")) {
            assertThat(read("title: x\nsli: {title: a, type: rest, url: u, headers: {" + header + ": y}}\n")
                            .problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message()).contains(header, "belongs to the connection"));
        }
    }

    @Test
    void keepsSecretsOutOfWhatIsShown() {
        String head = "title: x\nsecrets: [{name: token}]\nsli: {title: a, type: rest, ";

        assertThat(read(head + "url: 'https://x/${token}'}\n").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("would be shown"));
        assertThat(read(head + "url: 'https://x/', headers: {Authorization: 'Bearer ${token}'}}\n")
                        .problems())
                .isEmpty();
    }

    @Test
    void refusesToSpliceVariablesIntoAStatement() {
        assertThat(
                        read("title: x\nvariables: [{name: A}]\nsli: {title: a, type: sql, metric: no-rows, connection: {url: x}, statement: 'SELECT ${A}'}\n")
                                .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("as :name"));
    }

    @Test
    void case32RefusesHostileYamlWithoutBuildingIt() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            String before = "*a" + (i - 1) + ",";
            laughs.append("a" + i + ": &a" + i + " [" + before.repeat(9) + "x]\n");
        }
        assertRefused(laughs.toString(), "Anchors");
        assertRefused("a: &a\n  b: *a\n", "Anchors");
        assertRefused("a: !!javax.script.ScriptEngineManager [x]\n", "tags");
        assertRefused("title: a\ntitle: b\nrunbook: []\n", "given twice");
        assertRefused("a: " + "[".repeat(500_000) + "\n", "levels");
        assertRefused("a: [" + "x,".repeat(100_000) + "]\n", "values");
        assertRefused("a: " + "x".repeat(2_000_000) + "\n", "at most 1 MiB");
        assertRefused("a: b\n---\nc: d\n", "one document");
        assertRefused("- a\n", "Expected a mapping");
        assertRefused("a: [\n", "not valid YAML");
        assertRefused("", "Expected a mapping");
    }

    private static void assertRefused(String text, String words) {
        NativeReading reading = read(text);
        assertThat(reading.bundle()).isNull();
        assertThat(reading.problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains(words));
    }

    private static NativeReading read(String text) {
        return NativeReading.of(text.getBytes(StandardCharsets.UTF_8), Set.of("look.sh", "repair.py"));
    }
}
