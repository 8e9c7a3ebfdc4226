package io.groundcrew.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @Test
    void takesAnSlxByItsShortAndItsFullName() {
        assertThat(SlxRef.of("demo", "disk")).isEqualTo(SlxRef.of("demo", "demo--disk"));
    }

    @Test
    void refusesAnSlxOfAnotherWorkspace() {
        assertThatThrownBy(() -> SlxRef.of("demo", "other--disk"))
                .hasMessageContaining("demo")
                .hasMessageContaining("other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-ab", "ab-", "Demo", "a--b", "a/b", "a\nb", "../ab"})
    void refusesAMalformedWorkspaceName(String name) {
        assertThatThrownBy(() -> Names.workspace(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Local", "a.b", "a/b", "x123456789012345678901234567890123456789012"})
    void refusesAPlaceThatCannotBePartOfATopicName(String name) {
        assertThatThrownBy(() -> Names.place(name)).isInstanceOf(IllegalArgumentException.class);
    }
}
