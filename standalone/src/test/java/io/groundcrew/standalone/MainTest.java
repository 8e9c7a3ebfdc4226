package io.groundcrew.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.KafkaSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {

    @TempDir
    private Path directory;

    /** Attack case 22: an argument such as @file would otherwise be replaced by the file's content. */
    @Test
    void attackCase22ReadsNoFileForAnArgumentThatBeginsWithAnAtSign() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "top-secret");
        CommandLine line = Main.commandLine();
        StringWriter said = new StringWriter();
        line.setErr(new PrintWriter(said));

        int status = line.execute("up", "@" + file);

        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString()).contains("@" + file).doesNotContain("top-secret");
    }

    @Test
    void writesItsProcessIdAndTakesItAwayAtTheEnd() throws IOException {
        try (DataDirectory first = DataDirectory.open(directory.resolve("data"))) {
            assertThat(first.root()).exists();
            assertThat(Files.readString(first.root().resolve("groundcrew.pid")).strip())
                    .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
        }
        assertThat(directory.resolve("data/groundcrew.pid")).doesNotExist();
    }

    @Test
    void refusesADataDirectoryThatIsInUse() throws IOException {
        try (DataDirectory first = DataDirectory.open(directory.resolve("data"))) {
            assertThatThrownBy(() -> DataDirectory.open(first.root()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("Another Groundcrew runs on " + first.root());
        }
        DataDirectory.open(directory.resolve("data")).close();
    }

    @Test
    void leavesTheModeOfADirectoryAloneThatHoldsSomethingElse() throws IOException {
        Files.writeString(directory.resolve("notes"), "somebody's");
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rwxr-x---");
        Files.setPosixFilePermissions(directory, mode);

        assertThatThrownBy(() -> DataDirectory.open(directory))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("holds something else");

        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(mode);
        assertThat(directory).isDirectoryContaining("glob:**/notes").isDirectoryNotContaining("glob:**/lock");
    }

    /** Services that run already look for it where it was. */
    @Test
    @Timeout(60)
    void startsNoBrokerElsewhereWhenServicesWereToldWhereItIs() throws IOException {
        KafkaSettings settings = KafkaSettings.in(directory.resolve("kafka"));
        int port;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(settings)) {
            port = kafka.port();
        }
        PrivateFiles.write(directory.resolve("config/broker.properties"), "");
        CommandLine line = Main.commandLine();
        StringWriter said = new StringWriter();
        line.setErr(new PrintWriter(said));
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName(Installation.LOOPBACK))) {
            assertThat(line.execute("infrastructure", "broker", "--data-dir", directory.toString()))
                    .isEqualTo(2);
        }
        assertThat(said.toString()).contains("Kafka was to listen on port " + port + " as before");
    }
}
