package io.groundcrew.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostmasterFileTest {

    private static final PostmasterFile FILE = new PostmasterFile(Path.of("/srv/data"));

    @Test
    void knowsTheServerOfItsDirectory() {
        assertThat(FILE.isServer(new Looked("/opt/bin/postgres", "-D", "/srv/data", "-c", "port=1")))
                .isTrue();
    }

    /** As root of a container sees the user nobody's. */
    @Test
    void knowsTheServerByItsArgumentsWhereItsProgramCannotBeLookedAt() {
        assertThat(FILE.isServer(new Looked(null, "-D", "/srv/data"))).isTrue();
        assertThat(FILE.isServer(new Looked(null, "-D", "/srv/other"))).isFalse();
        assertThat(FILE.isServer(new Looked(null))).isFalse();
    }

    @Test
    void takesNoOtherProgramForTheServer() {
        assertThat(FILE.isServer(new Looked("/bin/du", "-D", "/srv/data"))).isFalse();
        assertThat(FILE.isServer(new Looked("/opt/bin/postgres", "-D", "/srv/other")))
                .isFalse();
    }

    private record Looked(@Nullable String program, String... words) implements ProcessHandle.Info {

        @Override
        public Optional<String> command() {
            return Optional.ofNullable(program);
        }

        @Override
        public Optional<String[]> arguments() {
            return Optional.of(words);
        }

        @Override
        public Optional<String> commandLine() {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> startInstant() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> totalCpuDuration() {
            return Optional.empty();
        }

        @Override
        public Optional<String> user() {
            return Optional.empty();
        }
    }
}
