package io.groundcrew.worker.execute;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A MariaDB server in a directory of its own, where one is installed. */
final class MariaServer implements AutoCloseable {

    private final Process process;
    private final int port;

    private MariaServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Stream.of("mariadbd", "mariadb-install-db", "my_print_defaults")
                .allMatch(name -> program(name).isPresent());
    }

    /** Starts it with the user {@code checker}, whose password is {@code hush}. */
    static MariaServer start(Path directory) throws Exception {
        Path data = directory.resolve("data");
        Path log = directory.resolve("log");
        List<String> as = System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
        run(
                log,
                command(
                        as,
                        "mariadb-install-db",
                        "--no-defaults",
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--datadir=" + data));
        Path users = Files.writeString(directory.resolve("users.sql"), """
                create database shop;
                create user checker@'127.0.0.1' identified by 'hush';
                grant all on *.* to checker@'127.0.0.1';
                """);
        int port = freePort();
        Process process = new ProcessBuilder(command(
                        as,
                        "mariadbd",
                        "--no-defaults",
                        "--datadir=" + data,
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--socket=" + directory.resolve("s"),
                        "--pid-file=" + directory.resolve("pid"),
                        "--init-file=" + users,
                        "--skip-name-resolve",
                        "--innodb-buffer-pool-size=16M"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        MariaServer server = new MariaServer(process, port);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> server.answers(log));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    String url() {
        return "jdbc:mysql://127.0.0.1:" + port + "/shop";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/shop", "checker", "hush");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private boolean answers(Path log) throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("MariaDB ended: " + Files.readString(log));
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        } catch (SQLException e) {
            return false;
        }
    }

    private static void run(Path log, List<String> command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(
                    command.getFirst() + " ended with " + status + ": " + Files.readString(log));
        }
    }

    private static List<String> command(List<String> more, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program(program).orElseThrow().toString());
        command.addAll(List.of(arguments));
        command.addAll(more);
        return command;
    }

    private static Optional<Path> program(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
