package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher refuses and leaves alone; that it starts and stops Groundcrew, the other tests show. */
class LauncherTest {

    @TempDir
    private Path data;

    /** As after a restart of the machine. */
    @Test
    void leavesAnotherProgramAloneWhoseNumberAPidFileHolds() throws Exception {
        Process other = new ProcessBuilder("sleep", "300").start();
        try {
            for (String part : List.of("groundcrew", "insight", "broker")) {
                Files.writeString(data.resolve(part + ".pid"), other.pid() + "\n");
            }
            Said status = launcher("status", "--data-dir", data.toString());
            assertThat(status.exit()).isEqualTo(1);
            assertThat(status.text()).contains("does not run");
            assertThat(launcher("down", "--data-dir", data.toString()).exit()).isZero();
            assertThat(other.isAlive()).isTrue();
            assertThat(data).isEmptyDirectory();
        } finally {
            other.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "99999999999999999999", "http", "-1", " "})
    void refusesWhatIsNoPort(String port) throws Exception {
        Said said = launcher("up", "--detach", "--port", port, "--data-dir", data.toString());
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.text()).contains("Expected a port from 1 to 65535");
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Said said = launcher("up", "--detach", "--port", port, "--data-dir", data.toString());
            assertThat(said.exit()).isEqualTo(2);
            assertThat(said.text()).contains("Port " + port + " is taken");
        }
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void makesNoDataDirectoryOfOneThatHoldsSomethingElse() throws Exception {
        Files.writeString(data.resolve("notes"), "somebody's");
        Files.writeString(data.resolve("gateway.pid"), "somebody's");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Said said = launcher("up", "--detach", "--port", port, "--data-dir", data.toString());
            assertThat(said.exit()).isEqualTo(2);
            assertThat(said.text()).contains("holds something else").contains("--data-dir");
        }
        assertThat(data.resolve("gateway.pid")).exists();
    }

    /** The operator has moved it to where passwords are kept. What answers stands in for a gateway. */
    @Test
    void asksForHealthWhenTheAdminTokenIsKeptElsewhere() throws Exception {
        Files.writeString(data.resolve("health"), "UP");
        String port = String.valueOf(Installation.freePort());
        Files.writeString(data.resolve("port"), port);
        String java = ProcessHandle.current().info().command().orElseThrow();
        String served = data.toRealPath().toString();
        Process gateway = new ProcessBuilder(java, "-m", "jdk.httpserver", "-p", port, "-d", served).start();
        try {
            Files.writeString(data.resolve("groundcrew.pid"), String.valueOf(gateway.pid()));
            await().untilAsserted(() -> assertThat(
                            launcher("status", "--data-dir", data.toString()).text())
                    .contains("The API answers"));
            assertThat(launcher("status", "--data-dir", data.toString()).exit()).isZero();
        } finally {
            gateway.destroyForcibly();
        }
    }

    /** A recovery that is broken off begins anew at the next start. */
    @ParameterizedTest
    @CsvSource({"starting,0", "'ready   ',1"})
    void waitsForADatabaseThatRecovers(String status, int exit) throws Exception {
        Path server = Files.createDirectories(data.resolve("postgres/data"));
        Files.writeString(server.resolve("postmaster.pid"), "1\n2\n3\n4\n5\n6\n7\n" + status + "\n");
        String patience = """
                set -euo pipefail
                data=$1 asked=0
                eval "$(sed -n '/^database_starts()/p; /^await_api()/,/^}/p' "$2")"
                alive() { true; }
                answers() { [ $((asked++)) -ge 2 ]; }
                await_api 8080 1 "$data/log" 0
                """;

        Said said = run(
                Path.of("bash"),
                "-c",
                patience,
                "bash",
                data.toString(),
                Installation.HOME.resolve("groundcrew").toString());

        assertThat(said.exit()).as(said.text()).isEqualTo(exit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status"})
    void refusesWordsThatItDoesNotKnow(String command) throws Exception {
        Said said = launcher(command, data.toString());
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.text()).contains("Expected options only").contains(data.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "status"})
    void makesNoDataDirectoryToLookInto(String command) throws Exception {
        Path none = data.resolve("none");
        Said said = launcher(command, "--data-dir", none.toString());
        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.text()).contains("found none at " + none);
        assertThat(none).doesNotExist();
    }

    @Test
    void worksThroughALinkAndInATreeWithASpaceInItsPath() throws Exception {
        Path tree = Files.createSymbolicLink(data.resolve("my tree"), Installation.HOME);
        Path link = Files.createSymbolicLink(data.resolve("gc"), Installation.HOME.resolve("groundcrew"));
        for (Path launcher : List.of(tree.resolve("groundcrew"), link)) {
            Said said = run(
                    launcher,
                    "lint",
                    Installation.HOME.resolve("examples/starter-collection").toString());
            assertThat(said.exit()).as(said.text()).isZero();
        }
    }

    private record Said(int exit, String text) {}

    private static Said launcher(String... arguments) throws IOException, InterruptedException {
        return run(Installation.HOME.resolve("groundcrew"), arguments);
    }

    private static Said run(Path launcher, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
