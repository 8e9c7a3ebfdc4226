package io.groundcrew.worker.author;

import io.groundcrew.codecollection.bundle.Parameter;
import io.groundcrew.codecollection.bundle.Task;
import io.groundcrew.codecollection.nativebundle.NativeBundle;
import io.groundcrew.codecollection.nativebundle.NativeReading;
import io.groundcrew.codecollection.nativebundle.NativeSecret;
import io.groundcrew.codecollection.nativebundle.NativeTask;
import io.groundcrew.codecollection.nativebundle.NativeVariable;
import io.groundcrew.codecollection.robot.RobotFile;
import io.groundcrew.contracts.run.RobotKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds and reads the file of a bundle that is to run. */
final class BundleSearch {

    private static final String BUNDLES = "codebundles";
    private static final long MOST_BYTES = 2 << 20;

    private final @Nullable RobotKind wanted;

    /** @param wanted null for the runbook before the SLI */
    BundleSearch(@Nullable RobotKind wanted) {
        this.wanted = wanted;
    }

    AuthoredBundle find(Path given) throws AuthorMistake {
        try {
            if (Files.isDirectory(given)) {
                return inDirectory(given.toRealPath());
            }
            Path real = plain(existing(given)).toRealPath();
            String name = name(real);
            if (name.equals(NativeBundle.FILE_NAME)) {
                return ofNative(real);
            }
            if (name.endsWith(".robot")) {
                return ofRobot(real);
            }
            throw new AuthorMistake("Expected a bundle's directory, a .robot file or a " + NativeBundle.FILE_NAME
                    + ", found " + given + ".");
        } catch (IOException e) {
            throw new AuthorMistake(given + " cannot be read (" + e.getMessage() + "). Check its permissions.");
        }
    }

    private static Path existing(Path given) throws AuthorMistake {
        if (!isThere(given)) {
            throw new AuthorMistake("There is no " + given.toAbsolutePath().normalize()
                    + ". Expected a bundle's directory, a .robot file or a " + NativeBundle.FILE_NAME + ".");
        }
        return given;
    }

    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    // Collections are indexed without following links, so what ran here would be no bundle there.
    private static Path plain(Path file) throws AuthorMistake {
        if (Files.isSymbolicLink(file)) {
            throw new AuthorMistake("Expected a plain file, found a link: " + file + ". Put the file itself there.");
        }
        return file;
    }

    private AuthoredBundle inDirectory(Path directory) throws AuthorMistake, IOException {
        Path described = directory.resolve(NativeBundle.FILE_NAME);
        if (isThere(described)) {
            return ofNative(plain(described));
        }
        for (RobotKind kind : wanted == null ? List.of(RobotKind.RUNBOOK, RobotKind.SLI) : List.of(wanted)) {
            Path robot = directory.resolve(fileName(kind));
            if (isThere(robot)) {
                return ofRobot(plain(robot));
            }
        }
        String expected = wanted == null ? "a runbook.robot, an sli.robot" : "a " + fileName(wanted);
        throw new AuthorMistake("Expected " + expected + " or a " + NativeBundle.FILE_NAME + " in " + directory
                + ", found none." + suggestion(directory));
    }

    private static String suggestion(Path directory) throws IOException {
        Path bundles = directory.resolve(BUNDLES);
        if (Files.isDirectory(bundles)) {
            return " It is a collection; name one of its bundles, such as " + BUNDLES + "/"
                    + names(bundles, Files::isDirectory) + ".";
        }
        String robots = names(directory, file -> name(file).endsWith(".robot"));
        return robots.isEmpty() ? "" : " Name one of its files: " + robots + ".";
    }

    private static String names(Path directory, Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(which).map(BundleSearch::name).sorted().limit(5).collect(Collectors.joining(", "));
        }
    }

    private AuthoredBundle ofRobot(Path file) throws AuthorMistake, IOException {
        RobotKind kind = kind(file);
        RobotFile robot = RobotFile.read(content(file));
        if (robot.tasks().isEmpty()) {
            throw new AuthorMistake(file + " has no tasks to run."
                    + robot.problems().stream()
                            .map(problem -> "\n  line " + problem.line() + ": " + problem.message())
                            .collect(Collectors.joining()));
        }
        Path root = root(file);
        return new AuthoredBundle(
                root,
                root.relativize(file).toString(),
                kind,
                robot.tasks().stream().map(Task::title).toList(),
                imported(robot, Parameter.Kind.VARIABLE),
                imported(robot, Parameter.Kind.SECRET),
                imported(robot, Parameter.Kind.PLATFORM_VARIABLE));
    }

    private RobotKind kind(Path file) throws AuthorMistake {
        for (RobotKind kind : RobotKind.values()) {
            if (name(file).equals(fileName(kind))) {
                if (wanted != null && wanted != kind) {
                    throw new AuthorMistake(file + " was named together with another side of the bundle. Name the"
                            + " directory, or leave the option away.");
                }
                return kind;
            }
        }
        return Objects.requireNonNullElse(wanted, RobotKind.RUNBOOK);
    }

    private static List<String> imported(RobotFile robot, Parameter.Kind kind) {
        return robot.parameters().stream()
                .filter(parameter -> parameter.kind() == kind)
                .map(Parameter::name)
                .toList();
    }

    private AuthoredBundle ofNative(Path file) throws AuthorMistake, IOException {
        Set<String> siblings;
        try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
            siblings = files.map(BundleSearch::name).collect(Collectors.toSet());
        }
        NativeReading reading = NativeReading.of(content(file), siblings);
        NativeBundle bundle = reading.bundle();
        if (bundle == null) {
            throw new AuthorMistake(file + " cannot be used:"
                    + reading.problems().stream()
                            .map(problem -> "\n  line " + problem.line() + ": " + problem.message())
                            .collect(Collectors.joining()));
        }
        RobotKind kind = wanted != null ? wanted : bundle.runbook().isEmpty() ? RobotKind.SLI : RobotKind.RUNBOOK;
        List<NativeTask> tasks = tasks(bundle, kind);
        if (tasks.isEmpty()) {
            throw new AuthorMistake(
                    "Expected " + (kind == RobotKind.SLI ? "an sli" : "a runbook") + " in " + file + ", found none.");
        }
        Path root = root(file);
        return new AuthoredBundle(
                root,
                root.relativize(file).toString(),
                kind,
                tasks.stream().map(task -> task.card().title()).toList(),
                bundle.variables().stream().map(NativeVariable::name).toList(),
                bundle.secrets().stream().map(NativeSecret::name).toList(),
                List.of());
    }

    private static List<NativeTask> tasks(NativeBundle bundle, RobotKind kind) {
        if (kind == RobotKind.RUNBOOK) {
            return bundle.runbook();
        }
        NativeTask sli = bundle.sli();
        return sli == null ? List.of() : List.of(sli);
    }

    private static byte[] content(Path file) throws AuthorMistake, IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            throw new AuthorMistake("Expected " + file + " to be a regular file of at most 2 MiB, and it is not.");
        }
        return Files.readAllBytes(file);
    }

    private static Path root(Path file) {
        for (Path above = file.getParent(); above != null; above = above.getParent()) {
            if (name(above).equals(BUNDLES)) {
                return above.resolveSibling("").normalize();
            }
        }
        return file.resolveSibling("");
    }

    private static String fileName(RobotKind kind) {
        return switch (kind) {
            case SLI -> "sli.robot";
            case RUNBOOK -> "runbook.robot";
        };
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
