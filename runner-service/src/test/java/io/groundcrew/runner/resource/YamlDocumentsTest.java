package io.groundcrew.runner.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentsTest {

    /** As programs that write YAML 1.1 leave them without quotes. */
    @ParameterizedTest
    @ValueSource(strings = {"012345678909", "12e45678", "1e3", "0o17", "1_000", "12:30:45", "007"})
    void takesForTextsWhatIsANumberInOneYamlOnly(String text) {
        assertThat(value(text)).isEqualTo(text);
    }

    @Test
    void readsNumbersAndTruthValues() {
        assertThat(value("30")).isEqualTo(30);
        assertThat(value("-1")).isEqualTo(-1);
        assertThat(value("0x1F")).isEqualTo(31);
        assertThat(value("1.5")).isEqualTo(1.5);
        assertThat(value("1.5e+3")).isEqualTo(1500.0);
        assertThat(value("true")).isEqualTo(true);
        assertThat(value("~")).isNull();
        assertThat(value("'30'")).isEqualTo("30");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678.9", "0.00012", "150", "1.5", "99999999999999999999"})
    void writesANumberAsItStands(String number) {
        assertThat(SpecField.plain(Objects.requireNonNull(value(number)))).isEqualTo(number);
    }

    private static @Nullable Object value(String scalar) {
        YamlDocuments.Piece piece =
                YamlDocuments.split("value: " + scalar + "\n").getFirst();
        return YamlDocuments.read(piece) instanceof Map<?, ?> document ? document.get("value") : null;
    }
}
