package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** As after a backup of the database was restored. Each wrong token counts, until the gateway listens to nobody here. */
    @Test
    void showsATokenThatTheDatabaseDoesNotKnowOnceAndSaysSo() throws Exception {
        Files.writeString(data.resolve("admin-token"), "gc_of-another-database");
        AtomicInteger shown = new AtomicInteger();
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            shown.incrementAndGet();
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        gateway.start();
        Files.writeString(
                data.resolve("port"), String.valueOf(gateway.getAddress().getPort()));
        Process running = new ProcessBuilder(
                        "bash",
                        "-c",
                        "exec -a \"/jdk/bin/java $1\" sleep 300",
                        "bash",
                        data.toRealPath().toString())
                .start();
        try {
            Files.writeString(data.resolve("groundcrew.pid"), String.valueOf(running.pid()));
            await().until(() -> running.info().command().orElse("").endsWith("sleep"));

            Said status = launcher("status", "--data-dir", data.toString());

            assertThat(status.exit()).as(status.text()).isZero();
            assertThat(status.text())
                    .contains("The API answers", "does not know the token in", "GATEWAY_ADMIN_TOKEN_GENERATION=2");
            assertThat(shown).hasValue(1);
        } finally {
            running.destroyForcibly();
            gateway.stop(0);
        }
    }

    /** What it does, as a migration, would begin anew at the next start. The tree's Java stands in for Groundcrew. */
    @Test
    void leavesAStartThatTakesLongAlone() throws Exception {
        Path tree = treeWithJava("exec -a \"$0 $*\" sleep 300");

        Said said = run(tree.resolve("groundcrew"), up());

        try {
            assertThat(said.exit()).as(said.text()).isEqualTo(1);
            assertThat(said.text())
                    .contains("the log is " + data.toRealPath().resolve("installation/logs/groundcrew.log"))
                    .contains("It goes on starting. Look again with: ./groundcrew status --data-dir");
            Said status = run(tree.resolve("groundcrew"), "status", "--data-dir", installation());
            assertThat(status.text()).contains("groundcrew: process", "The API does not answer at http://127.0.0.1:");
        } finally {
            assertThat(run(tree.resolve("groundcrew"), "down", "--data-dir", installation())
                            .text())
                    .contains("Groundcrew is down");
        }
    }

    @Test
    void saysThatAStartHasEnded() throws Exception {
        Path tree = treeWithJava("echo no room; exit 1");

        Said said = run(tree.resolve("groundcrew"), up());

        assertThat(said.exit()).as(said.text()).isEqualTo(2);
        assertThat(said.text()).contains("no room", "Groundcrew ended while it started");
    }

    private String installation() {
        return data.resolve("installation").toString();
    }

    private String[] up() {
        return new String[] {
            "up", "--detach", "--port", String.valueOf(Installation.freePort()), "--data-dir", installation()
        };
    }

    /** A tree that looks built, whose launcher has no patience. */
    private Path treeWithJava(String script) throws IOException {
        Path tree = Files.createDirectory(data.resolve("tree"));
        for (String directory : List.of(
                ".mvn",
                "jdk/bin",
                "standalone/target/lib",
                "standalone/target/starter-collection.git",
                "task-runtime/target/runtime")) {
            Files.createDirectories(tree.resolve(directory));
        }
        Files.createFile(tree.resolve("standalone/target/groundcrew-standalone.jar"));
        Files.writeString(tree.resolve(".mvn/find-jdk.sh"), "JAVA_HOME=$home/jdk\n");
        executable(tree.resolve("jdk/bin/java"), "#!/usr/bin/env bash\n" + script + "\n");
        String launcher = Files.readString(Installation.HOME.resolve("groundcrew"));
        String hasty = launcher.replace("\"$log\" 120", "\"$log\" 1");
        assertThat(hasty).isNotEqualTo(launcher);
        executable(tree.resolve("groundcrew"), hasty);
        return tree;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
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
