package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservedTimeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-27T10:00:00Z",
                "2026-11-27T12:00:00+02:00",
                "2026-11-27T12:00:00.000+0200",
                "2026-11-27 12:00:00+02",
                " 2026-11-27T10:00:00.000Z\n"
            })
    void aTimeWithAnOffsetIsThatTime(String text) {
        assertThat(ObservedTime.parse(text)).contains(Instant.parse("2026-11-27T10:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-27 10:00:00.250", "2026-11-27T10:00:00.25"})
    void aTimeWithoutAnOffsetIsOneOfTheZoneThatTasksAreTold(String text) {
        assertThat(ObservedTime.parse(text))
                .contains(LocalDateTime.parse("2026-11-27T10:00:00.250")
                        .atZone(ZoneId.systemDefault())
                        .toInstant());
    }

    @Test
    void anythingElseIsNone() {
        assertThat(ObservedTime.parse("yesterday")).isEmpty();
        assertThat(ObservedTime.parse("1764237600")).isEmpty();
    }
}
