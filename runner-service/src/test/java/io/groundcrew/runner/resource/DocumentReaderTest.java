package io.groundcrew.runner.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {

    /** It could be reached by its full name only, and {@code demo--x} alone would mean another SLX. */
    @ParameterizedTest
    @ValueSource(strings = {"demo--prod--web", "demo--demo--x"})
    void refusesAnSlxWhoseShortNameReadsLikeAFullOne(String name) {
        assertThat(read(name))
                .isInstanceOfSatisfying(
                        Reading.Rejected.class,
                        rejected -> assertThat(rejected.message())
                                .contains("without \"--\"", "\"" + name.substring("demo--".length()) + "\""));
    }

    @Test
    void takesASingleHyphen() {
        assertThat(read("demo--prod-web")).isInstanceOf(Reading.Document.class);
    }

    private static Reading read(String name) {
        String yaml = """
                apiVersion: runwhen.com/v1
                kind: ServiceLevelX
                metadata: {name: %s}
                spec: {alias: Web}
                """.formatted(name);
        return new DocumentReader("demo").read(YamlDocuments.split(yaml)).getFirst();
    }
}
