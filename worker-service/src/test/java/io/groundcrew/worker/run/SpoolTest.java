package io.groundcrew.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.RunEvent.Finished.Rest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    @TempDir
    private Path directory;

    @Test
    void keepsLittleWithoutAFile() throws IOException {
        byte[] all = bytes(Rest.MAX_BYTES);
        try (Spool spool = new Spool(directory.resolve("some.log"))) {
            write(spool, all, 1_000);

            assertThat(directory).isEmptyDirectory();
            assertThat(spool.length()).isEqualTo(all.length);
            assertThat(spool.read(0, all.length)).isEqualTo(all);
        }
    }

    @Test
    void keepsMuchInAFileUntilItIsClosed() throws IOException {
        byte[] all = bytes(10 * Rest.MAX_BYTES);
        Path file = directory.resolve("made/when/needed.log");
        try (Spool spool = new Spool(file)) {
            write(spool, all, 3_000);

            assertThat(file).hasSize(all.length - Rest.MAX_BYTES);
            assertThat(spool.read(0, all.length)).isEqualTo(all);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void givesBackAnyPart() throws IOException {
        byte[] all = bytes(3 * Rest.MAX_BYTES);
        try (Spool spool = new Spool(directory.resolve("parts.log"))) {
            write(spool, all, all.length);

            for (int from : new int[] {0, 1, Rest.MAX_BYTES - 1, Rest.MAX_BYTES, Rest.MAX_BYTES + 1, all.length - 2}) {
                for (int count : new int[] {0, 1, 2, Math.min(Rest.MAX_BYTES, all.length - from)}) {
                    assertThat(spool.read(from, count)).isEqualTo(Arrays.copyOfRange(all, from, from + count));
                }
            }
        }
    }

    private static void write(Spool spool, byte[] bytes, int atATime) throws IOException {
        for (int from = 0; from < bytes.length; from += atATime) {
            spool.write(bytes, from, Math.min(atATime, bytes.length - from));
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
