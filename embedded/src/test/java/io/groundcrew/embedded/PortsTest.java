package io.groundcrew.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    /** Among two thousand the operating system alone gives some twice. */
    @Test
    void givesEachPortOnce() {
        assertThat(IntStream.range(0, 2_000).map(n -> Ports.free())).doesNotHaveDuplicates();
    }
}
