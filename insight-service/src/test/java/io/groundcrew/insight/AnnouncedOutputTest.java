package io.groundcrew.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.insight.ingest.EventStore;
import io.groundcrew.insight.live.Wakeups;
import io.groundcrew.insight.output.AnnouncedOutput;
import io.groundcrew.insight.output.OutputChunks;
import io.groundcrew.insight.run.Run;
import io.groundcrew.insight.run.RunReads;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AnnouncedOutputTest {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final String WORKSPACE = "announced";

    private final InsightServer server = SharedServer.SERVER;
    private final TestRun test = TestRun.now(WORKSPACE, "web");
    private final Arriving chunks = new Arriving("half ", "half whole");

    @Test
    void waitsForTheLogOfARunThatEndedBeforeAllOfItArrived() {
        store(test.end().log(10));

        assertThat(read(Stream.LOG, test.at(10), GRACE)).isEqualTo("half whole");
    }

    @Test
    void waitsForTheReportOfARunThatEndedBeforeAllOfItArrived() {
        store(test.end().report(10));

        assertThat(read(Stream.REPORT, test.at(10), GRACE)).isEqualTo("half whole");
    }

    @Test
    void answersAtOnceWhenAllHasArrived() {
        store(test.end().log(5));

        assertThat(read(Stream.LOG, test.at(10), GRACE)).isEqualTo("half ");
    }

    @Test
    void answersAtOnceForARunThatEndedLongAgo() {
        store(test.end().log(10));

        assertThat(read(Stream.LOG, test.at(16), GRACE)).isEqualTo("half ");
    }

    @Test
    void answersAtOnceForARunThatHasNotEnded() {
        server.bean(EventStore.class).store(List.of(0), List.of(test.started(1)));

        assertThat(read(Stream.LOG, test.at(10), GRACE)).isEqualTo("half ");
    }

    @Test
    void answersWithWhatThereIsWhenTheRestDoesNotComeInTime() {
        store(test.end().log(100));

        assertThat(read(Stream.LOG, test.at(10), Duration.ofMillis(1))).startsWith("half ");
    }

    private void store(TestRun.End end) {
        server.bean(EventStore.class).store(List.of(0), List.of(end.event()));
    }

    private String read(Stream stream, Instant now, Duration grace) {
        Run run = server.bean(RunReads.class).find(WORKSPACE, test.ref().id()).orElseThrow();
        AnnouncedOutput output =
                new AnnouncedOutput(chunks, server.bean(Wakeups.class), Clock.fixed(now, ZoneOffset.UTC), grace);
        return new String(output.read(run, 1, stream, 0, 1_000), StandardCharsets.UTF_8);
    }

    /** Output of which more is stored at each look until all that will ever come has. */
    private static final class Arriving implements OutputChunks {

        private final ArrayDeque<String> looks;

        Arriving(String... looks) {
            this.looks = new ArrayDeque<>(List.of(looks));
        }

        @Override
        public byte[] read(RunRef run, int attempt, Stream stream, long offset, int atMost) {
            return (looks.size() > 1 ? looks.removeFirst() : looks.getFirst()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void store(List<OutputChunk> chunks) {
            throw new UnsupportedOperationException();
        }

        @Override
        public OptionalInt latestAttempt(RunRef run, Stream stream) {
            throw new UnsupportedOperationException();
        }
    }
}
