package io.groundcrew.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.TaskRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Messages that older versions wrote must stay readable: topics hold them for days. */
class SamplesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @CsvSource({
        "TaskRequest, io.groundcrew.contracts.run.TaskRequest",
        "TaskRequestWithSealed, io.groundcrew.contracts.run.TaskRequest",
        "RunAccepted, io.groundcrew.contracts.run.RunEvent",
        "GrantAsked, io.groundcrew.contracts.run.RunEvent",
        "Granted, io.groundcrew.contracts.control.Control",
        "Denied, io.groundcrew.contracts.control.Control",
        "DeniedOver, io.groundcrew.contracts.control.Control",
        "Cancel, io.groundcrew.contracts.control.Control",
        "Drain, io.groundcrew.contracts.control.Control",
        "AttemptFailed, io.groundcrew.contracts.run.RunEvent",
        "Started, io.groundcrew.contracts.run.RunEvent",
        "FinishedWithRest, io.groundcrew.contracts.run.RunEvent",
        "Finished, io.groundcrew.contracts.run.RunEvent",
        "OutputChunk, io.groundcrew.contracts.run.OutputChunk",
        "PoolAnnounced, io.groundcrew.contracts.fleet.PoolAnnounced",
        "PoolAnnouncedWithSealed, io.groundcrew.contracts.fleet.PoolAnnounced",
        "WorkerBeat, io.groundcrew.contracts.fleet.WorkerBeat",
        "WorkerBeatWithTags, io.groundcrew.contracts.fleet.WorkerBeat",
        "ResourceAnnounced, io.groundcrew.contracts.resource.ResourceAnnounced"
    })
    void readsAndWritesTheSampleOfVersion1(String sample, Class<?> type) throws IOException {
        byte[] bytes = sample(sample);

        Object message = Wire.read(bytes, type);

        assertThat(JSON.readTree(Wire.write(message))).isEqualTo(JSON.readTree(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "RunAcceptedWithExpiry, RunAccepted, io.groundcrew.contracts.run.RunEvent",
        "WorkerBeatWithTime, WorkerBeat, io.groundcrew.contracts.fleet.WorkerBeat"
    })
    void passesOverFieldsThatAreNoLongerWritten(String before, String now, Class<?> type) throws IOException {
        assertThat((Object) Wire.read(sample(before), type)).isEqualTo(Wire.read(sample(now), type));
    }

    @Test
    void passesOverFieldsOfANewerVersion() throws IOException {
        String newer = new String(sample("Started"), StandardCharsets.UTF_8).replaceFirst("\\{", "{\"moon\":\"full\",");

        assertThat(Wire.read(newer.getBytes(StandardCharsets.UTF_8), RunEvent.class))
                .isInstanceOf(RunEvent.Started.class);
    }

    @Test
    void saysWhatItExpectedOfAnUnreadableMessage() {
        assertThatThrownBy(() -> Wire.read("no json".getBytes(StandardCharsets.UTF_8), TaskRequest.class))
                .isInstanceOf(UnreadableMessageException.class)
                .hasMessageContaining("TaskRequest");
    }

    @Test
    void refusesASeverityOutsideItsRange() throws IOException {
        String forged =
                new String(sample("Finished"), StandardCharsets.UTF_8).replace("\"severity\":2", "\"severity\":99");

        assertThatThrownBy(() -> Wire.read(forged.getBytes(StandardCharsets.UTF_8), RunEvent.class))
                .hasMessageContaining("99");
    }

    /** Attack case 42. */
    @Test
    void neverShowsVariablesOrSecretsAsText() throws IOException {
        TaskRequest request = Wire.read(sample("TaskRequestWithSealed"), TaskRequest.class);

        assertThat(request.toString())
                .contains(request.run().id().toString())
                .doesNotContain("DIRECTORY", "shop-token", "sealed");
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = SamplesTest.class.getResourceAsStream("/samples/v1/" + name + ".json")) {
            assertThat(in).as("sample %s", name).isNotNull();
            return in.readAllBytes();
        }
    }
}
