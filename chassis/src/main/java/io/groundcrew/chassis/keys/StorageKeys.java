package io.groundcrew.chassis.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbered keys of one name: {@code <name>.secret} is the first, {@code <name>-2.secret} the second. A person adds the
 * next one and restarts; a running process finds a new file when a value asks for it.
 */
final class StorageKeys {

    private static final int MOST = 255;
    private static final int BYTES = 32;

    private final Path directory;
    private final String name;
    private final int newest;
    private final Map<Integer, byte[]> known = new ConcurrentHashMap<>();

    /** Opens the keys in a directory, which must hold at least one. */
    StorageKeys(Path directory, String name) {
        this.directory = directory;
        this.name = name;
        this.newest = highest(directory, name);
        key(newest);
    }

    /** Whether a directory holds a key of this name. */
    static boolean exist(Path directory, String name) {
        return highest(directory, name) > 0;
    }

    static String fileName(String name, int number) {
        return number == 1 ? name + ".secret" : name + "-" + number + ".secret";
    }

    int newest() {
        return newest;
    }

    Path file(int number) {
        return directory.resolve(fileName(name, number));
    }

    byte[] key(int number) {
        return known.computeIfAbsent(number, this::read);
    }

    private byte[] read(int number) {
        Path file = file(number);
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException("The key file " + file + " is missing. Restore it from your backup.");
        }
        try {
            byte[] key = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (key.length == BYTES) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            throw unusable(file, notBase64);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the key file " + file, e);
        }
        throw unusable(file, null);
    }

    private static IllegalStateException unusable(Path file, @Nullable Throwable cause) {
        return new IllegalStateException(
                "Expected " + BYTES + " bytes as Base64 in the key file " + file + ", as `openssl rand -base64 " + BYTES
                        + "` makes them",
                cause);
    }

    private static int highest(Path directory, String name) {
        Pattern numbered = Pattern.compile(Pattern.quote(name) + "(?:-([1-9][0-9]{0,2}))?\\.secret");
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return files.map(file -> numbered.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(found -> found.group(1) == null ? 1 : Integer.parseInt(found.group(1)))
                    .filter(number -> number <= MOST)
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the keys in " + directory, e);
        }
    }
}
