package io.groundcrew.insight.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void cutsBetweenCharactersOnly() {
        byte[] bytes = "aé€😀".getBytes(StandardCharsets.UTF_8);
        int[] whole = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
        for (int length = 0; length <= bytes.length; length++) {
            assertThat(Utf8.whole(bytes, length)).as("of %d", length).isEqualTo(whole[length]);
        }
    }

    @Test
    void doesNotWaitForWhatCannotBecomeACharacter() {
        assertThat(Utf8.whole(new byte[] {'a', (byte) 0xFF}, 2)).isEqualTo(2);
        assertThat(Utf8.whole(new byte[] {'a', (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80}, 5))
                .isEqualTo(5);
    }
}
