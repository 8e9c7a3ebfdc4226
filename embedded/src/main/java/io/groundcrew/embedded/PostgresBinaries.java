package io.groundcrew.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this platform, unpacked once a user and version from the archive on the classpath. */
final class PostgresBinaries {

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /** The programs below this directory, unpacked if they are not there yet. */
    static PostgresBinaries unpack(Path parent) throws IOException {
        String archive = archiveName();
        URL found = PostgresBinaries.class.getResource("/" + archive);
        if (found == null) {
            throw new EmbeddedStartException(
                    "No PostgreSQL for this platform: %s is not on the classpath; use an external PostgreSQL 18"
                            .formatted(archive));
        }
        URLConnection connection = found.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            // The archive carries no version; its length tells two of them apart without reading it.
            String name = archive.replace(".txz", "-") + connection.getContentLengthLong();
            Path home = parent.resolve(name);
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                unpack(in, home);
            }
            return new PostgresBinaries(home);
        }
    }

    private static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = switch (System.getProperty("os.arch")) {
            case "aarch64", "arm64" -> "arm_64";
            case "amd64", "x86_64" -> "x86_64";
            case String other -> other;
        };
        return "postgres-" + system + "-" + processor + ".txz";
    }

    /** The user's cache directory or, where there is none to write to, {@code otherwise}. */
    static Path cache(Path otherwise) {
        try {
            Path cache = Files.createDirectories(UserCache.directory());
            return Files.isWritable(cache) ? cache : otherwise;
        } catch (IOException unwritable) {
            return otherwise;
        }
    }

    /** Unpacks beside and renames: another process may be doing the same. */
    private static void unpack(InputStream archive, Path home) throws IOException {
        Files.createDirectories(home.getParent());
        Path beside = Files.createTempDirectory(home.getParent(), "unpacking-");
        try {
            try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    write(tar, entry, beside);
                }
            }
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                throw e;
            }
        } finally {
            Directories.delete(beside);
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("Archive entry " + entry.getName() + " leads outside its directory");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, root.resolve(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }
}
