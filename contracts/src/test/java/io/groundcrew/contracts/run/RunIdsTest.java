package io.groundcrew.contracts.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.SlxRef;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunIdsTest {

    private static final Instant FIRE = Instant.parse("2026-11-23T20:00:30Z");
    private static final SlxRef DISK = new SlxRef("demo", "disk");

    @Test
    void carriesTheTimeOfItsMaking() {
        UUID id = RunIds.next(Clock.fixed(FIRE, ZoneOffset.UTC));

        assertThat(id.version()).isEqualTo(7);
        assertThat(RunIds.madeAt(id)).isEqualTo(FIRE);
    }

    @Test
    void sortsIdsOfOneMillisecondAsTheyWereMade() {
        Clock stopped = Clock.fixed(Instant.parse("2026-11-25T10:00:00Z"), ZoneOffset.UTC);

        List<String> ids = Stream.generate(() -> RunIds.next(stopped).toString())
                .limit(1000)
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void givesOneNominalFireOneId() {
        assertThat(RunIds.scheduled(DISK, RobotKind.SLI, "local", FIRE))
                .isEqualTo(RunIds.scheduled(DISK, RobotKind.SLI, "local", FIRE))
                .isNotEqualTo(RunIds.scheduled(DISK, RobotKind.SLI, "local", FIRE.plusSeconds(30)))
                .isNotEqualTo(RunIds.scheduled(DISK, RobotKind.SLI, "other", FIRE));
    }
}
