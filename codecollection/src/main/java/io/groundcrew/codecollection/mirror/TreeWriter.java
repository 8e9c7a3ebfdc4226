package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Writes a commit's files into an empty directory. Plain files come first, so that no write can go through a link; links
 * come last and stay only when what they really lead to lies inside. Content is written as it is stored: no line-ending
 * conversion, no filters, no LFS, no submodules.
 */
final class TreeWriter {

    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final int LONGEST_LINK = 4_096;

    private final Path root;
    private final ObjectReader reader;
    private final ObjectChecker checker = new ObjectChecker().setSafeForMacOS(true);
    private final Map<String, TreeFile> written = new TreeMap<>();
    private final List<Checkout.Skipped> skipped = new ArrayList<>();

    TreeWriter(Path root, ObjectReader reader) {
        this.root = root;
        this.reader = reader;
    }

    CheckoutRecord write(List<TreeFile> files) throws IOException {
        for (TreeFile file : files) {
            switch (file.kind()) {
                case FILE, EXECUTABLE -> writeFile(file);
                case SUBMODULE -> skip(file, "submodules are not followed");
                case SYMLINK -> {}
            }
        }
        Map<Path, TreeFile> links = new HashMap<>();
        for (TreeFile file : files) {
            if (file.kind() == TreeFile.Kind.SYMLINK) {
                writeLink(file, links);
            }
        }
        dropLinksThatLeave(links);
        links.values().forEach(link -> written.put(link.path(), link));
        return new CheckoutRecord(written, skipped);
    }

    /** Whether a link's final target exists and lies below the root. */
    static boolean staysInside(Path link, Path realRoot) {
        try {
            return link.toRealPath().startsWith(realRoot);
        } catch (IOException e) {
            return false;
        }
    }

    private void writeFile(TreeFile file) throws IOException {
        Path target = place(file);
        if (target == null) {
            return;
        }
        ObjectLoader loader = reader.open(ObjectId.fromString(file.blob()), Constants.OBJ_BLOB);
        try {
            Files.createDirectories(parent(target));
            try (InputStream content = loader.openStream()) {
                Files.copy(content, target);
            }
            if (file.kind() == TreeFile.Kind.EXECUTABLE) {
                Files.setPosixFilePermissions(target, EXECUTABLE);
            }
            written.put(file.path(), file);
        } catch (FileAlreadyExistsException e) {
            skip(file, "another entry differs only in upper and lower case");
        } catch (FileSystemException e) {
            if (tooLong(file.path())) {
                skip(file, "the name is too long for this file system");
            } else {
                throw e;
            }
        }
    }

    private void writeLink(TreeFile file, Map<Path, TreeFile> links) throws IOException {
        Path link = place(file);
        if (link == null) {
            return;
        }
        ObjectLoader loader = reader.open(ObjectId.fromString(file.blob()), Constants.OBJ_BLOB);
        if (loader.getSize() > LONGEST_LINK) {
            skip(file, "the link's target is too long");
            return;
        }
        String target = new String(loader.getCachedBytes(LONGEST_LINK), StandardCharsets.UTF_8);
        if (target.startsWith("/") || target.isEmpty() || target.indexOf('\0') >= 0) {
            skip(file, "the link leads out of the collection");
            return;
        }
        try {
            if (!link.resolveSibling(target).normalize().startsWith(root)) {
                skip(file, "the link leads out of the collection");
                return;
            }
            Files.createDirectories(parent(link));
            Files.createSymbolicLink(link, Path.of(target));
            links.put(link, file);
        } catch (FileSystemException | InvalidPathException e) {
            skip(file, "the link cannot be made here");
        }
    }

    /** A link may lead out through another one, and dropping that one may leave the first with no target. */
    private void dropLinksThatLeave(Map<Path, TreeFile> links) throws IOException {
        Path realRoot = root.toRealPath();
        boolean again = true;
        while (again) {
            again = false;
            for (Path link : List.copyOf(links.keySet())) {
                if (!staysInside(link, realRoot)) {
                    Files.delete(link);
                    TreeFile file = links.remove(link);
                    if (file != null) {
                        skip(file, "the link leads out of the collection or to nothing");
                    }
                    again = true;
                }
            }
        }
    }

    private @Nullable Path place(TreeFile file) {
        for (String segment : file.path().split("/", -1)) {
            byte[] raw = segment.getBytes(StandardCharsets.UTF_8);
            try {
                checker.checkPathSegment(raw, 0, raw.length);
            } catch (CorruptObjectException e) {
                skip(file, "a part of the path is not allowed");
                return null;
            }
            if (segment.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\')) {
                skip(file, "a part of the path has a control character or backslash");
                return null;
            }
        }
        try {
            Path target = root.resolve(file.path());
            if (target.normalize().startsWith(root) && !Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return target;
            }
            skip(file, "another entry already has this place");
        } catch (InvalidPathException e) {
            skip(file, "the path cannot be written here");
        }
        return null;
    }

    private void skip(TreeFile file, String reason) {
        skipped.add(new Checkout.Skipped(file.path(), reason));
    }

    private static boolean tooLong(String path) {
        if (path.getBytes(StandardCharsets.UTF_8).length > 1_000) {
            return true;
        }
        for (String segment : path.split("/", -1)) {
            if (segment.getBytes(StandardCharsets.UTF_8).length > 255) {
                return true;
            }
        }
        return false;
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("The path " + path + " has no directory");
        }
        return parent;
    }
}
