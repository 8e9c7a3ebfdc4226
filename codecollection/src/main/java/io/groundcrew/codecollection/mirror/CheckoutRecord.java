package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/**
 * What a checkout consists of, kept in a file beside its directory: one line an entry, {@code kind blob path}; skipped
 * entries as {@code SKIPPED reason<TAB>path}.
 */
record CheckoutRecord(Map<String, TreeFile> written, List<Checkout.Skipped> skipped) {

    private static final String SKIPPED = "SKIPPED ";

    static Path fileOf(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".files");
    }

    static CheckoutRecord of(Path directory) {
        Map<String, TreeFile> written = new TreeMap<>();
        List<Checkout.Skipped> skipped = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(fileOf(directory))) {
                if (line.startsWith(SKIPPED)) {
                    int tab = line.indexOf('\t');
                    skipped.add(new Checkout.Skipped(line.substring(tab + 1), line.substring(SKIPPED.length(), tab)));
                } else {
                    String[] parts = line.split(" ", 3);
                    TreeFile file = new TreeFile(parts[2], parts[1], TreeFile.Kind.valueOf(parts[0]));
                    written.put(file.path(), file);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new MirrorUnreadable(
                    "The record of the checkout " + directory + " cannot be read. Delete the directory and its record.",
                    e);
        }
        return new CheckoutRecord(written, skipped);
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        written.values()
                .forEach(entry -> text.append(entry.kind())
                        .append(' ')
                        .append(entry.blob())
                        .append(' ')
                        .append(entry.path())
                        .append('\n'));
        skipped.forEach(entry -> text.append(SKIPPED)
                .append(entry.reason())
                .append('\t')
                .append(entry.path().replaceAll("\\p{Cntrl}", "?"))
                .append('\n'));
        Files.writeString(file, text);
    }

    List<String> differences(Path directory) {
        List<String> found = new ArrayList<>();
        Map<String, TreeFile> expected = new TreeMap<>(written);
        try {
            Path root = directory.toRealPath();
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String path = root.relativize(file).toString().replace('\\', '/');
                    TreeFile entry = expected.remove(path);
                    if (entry == null) {
                        found.add(path + " was added");
                    } else {
                        compare(entry, file, attributes, root, found);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new MirrorUnreadable("The checkout " + directory + " cannot be read. Delete it.", e);
        }
        expected.keySet().forEach(path -> found.add(path + " is missing"));
        return found;
    }

    private static void compare(
            TreeFile entry, Path file, BasicFileAttributes attributes, Path root, List<String> found)
            throws IOException {
        if (entry.kind() == TreeFile.Kind.SYMLINK) {
            if (!attributes.isSymbolicLink() || !TreeWriter.staysInside(file, root)) {
                found.add(entry.path() + " is no longer a link inside the collection");
            }
            return;
        }
        if (!attributes.isRegularFile()) {
            found.add(entry.path() + " is no longer a plain file");
            return;
        }
        try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
            byte[] content = Files.readAllBytes(file);
            if (!formatter.idFor(Constants.OBJ_BLOB, content).name().equals(entry.blob())) {
                found.add(entry.path() + " has other content");
            }
        }
        boolean executable = Files.isExecutable(file);
        if (executable != (entry.kind() == TreeFile.Kind.EXECUTABLE)
                && Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
                                .contains(PosixFilePermission.OWNER_EXECUTE)
                        != (entry.kind() == TreeFile.Kind.EXECUTABLE)) {
            found.add(entry.path() + " has another executable bit");
        }
    }
}
