package io.groundcrew.bench.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks through {@code /proc} for what should not be there any more. */
final class Processes {

    private Processes() {}

    /** Processes that stand in a directory or were started from, with or for something in it; one line each. */
    static List<String> of(Path directory) throws IOException {
        List<String> found = new ArrayList<>();
        long self = ProcessHandle.current().pid();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.toList()) {
                String pid = process.getFileName().toString();
                if (pid.chars().allMatch(Character::isDigit) && Long.parseLong(pid) != self) {
                    String command = read(process.resolve("cmdline")).replace('\0', ' ');
                    String seen = command + read(process.resolve("environ")) + cwd(process);
                    if (seen.contains(directory.toString())) {
                        found.add(pid + " " + command.strip());
                    }
                }
            }
        }
        return found;
    }

    /** Empty for a process that has gone meanwhile, or that is another user's. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static String cwd(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
