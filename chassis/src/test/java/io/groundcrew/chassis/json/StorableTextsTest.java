package io.groundcrew.chassis.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

class StorableTextsTest {

    private final JsonMapper json =
            JsonMapper.builder().addModule(new StorableTexts()).build();

    /** What request bodies are made of. */
    record Body(String name, List<String> titles, Map<String, String> values, Object any) {}

    @Test
    void readsEveryTextThatCanBeStored() {
        Body body = json.readValue("""
                {"name": "a\\tb \\ud83d\\ude00", "titles": ["", "ü"], "values": {"k\\ud83d\\ude00": "v"}, "any": {"x": "y"}}
                """, Body.class);

        assertThat(body).isEqualTo(new Body("a\tb 😀", List.of("", "ü"), Map.of("k😀", "v"), Map.of("x", "y")));
    }

    @Test
    void leavesNullAndNumbersAsTheyWere() {
        Body body = json.readValue("{\"name\": null, \"titles\": [null], \"any\": 3}", Body.class);

        assertThat(body.name()).isNull();
        assertThat(body.titles()).containsOnlyNulls();
        assertThat(body.any()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"a\\u0000\"}",
                "{\"titles\": [\"a\", \"\\ud800\"]}",
                "{\"values\": {\"k\": \"\\udc00x\"}}",
                "{\"values\": {\"k\\u0000\": \"v\"}}",
                "{\"any\": {\"deep\": [\"\\ud800\\ud800\"]}}"
            })
    void refusesATextWithNulOrHalfASurrogatePairWhereverItIs(String body) {
        assertThatThrownBy(() -> json.readValue(body, Body.class))
                .isInstanceOf(MismatchedInputException.class)
                .hasMessageContaining("Expected a text that can be stored");
    }
}
