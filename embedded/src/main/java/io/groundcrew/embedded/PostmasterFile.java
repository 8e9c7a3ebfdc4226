package io.groundcrew.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's own note of which process serves a data directory.
 *
 * @param data the data directory
 */
record PostmasterFile(Path data) {

    private static final int STATUS = 7;

    private Path path() {
        return data.resolve("postmaster.pid");
    }

    private List<String> lines() throws IOException {
        return Files.exists(path()) ? Files.readAllLines(path()) : List.of();
    }

    /** Whether it says that this process accepts connections. */
    boolean saysReady(long pid) throws IOException {
        List<String> lines = lines();
        return lines.size() > STATUS
                && lines.getFirst().equals(Long.toString(pid))
                && lines.get(STATUS).strip().equals("ready");
    }

    /** The living process that it names; when the server is gone, its id may be another program's by now. */
    Optional<ProcessHandle> process() throws IOException {
        List<String> lines = lines();
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(ProcessHandle::isAlive);
    }

    /**
     * Whether a process is a PostgreSQL of this data directory. Root in a container cannot look at the program of another
     * user's process: then its arguments tell.
     */
    boolean isServer(ProcessHandle.Info process) {
        List<String> arguments = process.arguments().map(List::of).orElse(List.of());
        int directoryFlag = arguments.indexOf("-D");
        return directoryFlag >= 0
                && directoryFlag + 1 < arguments.size()
                && arguments.get(directoryFlag + 1).equals(data.toString())
                && process.command().map(it -> it.endsWith("/postgres")).orElse(true);
    }

    void delete() throws IOException {
        Files.delete(path());
    }
}
