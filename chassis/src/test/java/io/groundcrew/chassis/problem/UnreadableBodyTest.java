package io.groundcrew.chassis.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class UnreadableBodyTest {

    record Body(List<Part> parts) {}

    record Part(UUID id) {}

    @Test
    void namesThePlaceAndWhatIsWrongThere() {
        assertThat(reason("{\"parts\": [{\"id\": \"x\"}]}"))
                .startsWith("The body cannot be read at parts[0].id: ")
                .contains("UUID")
                .doesNotContain("java.util");
    }

    @Test
    void namesTheLineOfWhatIsNoJson() {
        assertThat(reason("{\n\"parts\": [}"))
                .isEqualTo("The body cannot be read at parts: Unexpected close marker '}': expected ']'");
        assertThat(reason("\nx")).startsWith("The body cannot be read at line 2: ");
    }

    @Test
    void namesNoPlaceOfANumberThatIsTooLongToBeRead() {
        assertThat(reason("{\"token\": " + "1".repeat(1_001) + "}"))
                .startsWith("The body cannot be read: ")
                .contains("1000");
    }

    private static String reason(String body) {
        return UnreadableBody.reason(catchThrowableOfType(
                JacksonException.class, () -> JsonMapper.shared().readValue(body, Body.class)));
    }
}
