package io.groundcrew.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LoopbackTest {

    private static final String LISTENING = "0A";
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

    @Test
    @EnabledOnOs(OS.LINUX)
    void listensOnLoopbackOnly() throws Exception {
        try (var kafka = TestKafka.own();
                var database = TestDatabase.own()) {
            Set<String> own = socketsOf(ProcessHandle.current().pid());
            Set<String> ports = Set.of(port(kafka.port()), port(database.port()));
            var found = new ArrayList<String>();
            for (String[] socket : listening()) {
                String[] address = socket[1].split(":");
                if (own.contains(socket[9]) || ports.contains(address[1])) {
                    found.add(address[0]);
                }
            }
            assertThat(found).hasSizeGreaterThanOrEqualTo(3).allMatch(LOOPBACK::contains);
        }
    }

    private static String port(int port) {
        return "%04X".formatted(port);
    }

    private static List<String[]> listening() throws IOException {
        var all = new ArrayList<String[]>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            Files.readAllLines(Path.of(table)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields[3].equals(LISTENING))
                    .forEach(all::add);
        }
        return all;
    }

    private static Set<String> socketsOf(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.map(LoopbackTest::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring(8, target.length() - 1))
                    .collect(Collectors.toSet());
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
