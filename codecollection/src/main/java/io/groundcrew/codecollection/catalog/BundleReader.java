package io.groundcrew.codecollection.catalog;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.bundle.Suite;
import io.groundcrew.codecollection.mirror.CollectionTree;
import io.groundcrew.codecollection.mirror.TreeFile;
import io.groundcrew.codecollection.nativebundle.NativeBundle;
import io.groundcrew.codecollection.nativebundle.NativeReading;
import io.groundcrew.codecollection.robot.RobotFile;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one bundle's directory. */
final class BundleReader {

    private static final String RULES = ".runwhen/generation-rules/";
    private static final String TEMPLATES = ".runwhen/templates/";

    private final CollectionTree tree;
    private final Map<String, ReadFile> remembered;
    private final ReadBudget budget;
    private final String path;
    private final List<TreeFile> files;
    private final List<Suite> suites = new ArrayList<>();
    private final List<TreeFile> rules = new ArrayList<>();
    private final List<String> templates = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> platforms = new LinkedHashSet<>();
    private @Nullable String displayName;
    private @Nullable String author;
    private String description = "";
    private @Nullable NativeBundle nativeBundle;

    BundleReader(
            CollectionTree tree,
            Map<String, ReadFile> remembered,
            ReadBudget budget,
            String path,
            List<TreeFile> files) {
        this.tree = tree;
        this.remembered = remembered;
        this.budget = budget;
        this.path = path;
        this.files = files;
    }

    /** Empty for a directory that holds nothing to run, such as one with the queries of an SLO. */
    Optional<Bundle> read() {
        boolean bundle = false;
        for (TreeFile file : files) {
            String name = file.path().substring(path.length() + 1);
            if (name.endsWith(".robot")) {
                bundle = true;
                robot(file);
            } else if (name.equals(NativeBundle.FILE_NAME)) {
                bundle = true;
                ours(file);
            } else if (name.startsWith(RULES) && !name.endsWith(".md")) {
                rules.add(file);
            } else if (name.startsWith(TEMPLATES)) {
                templates.add(file.path());
            }
        }
        if (!bundle) {
            return Optional.empty();
        }
        rules.forEach(this::rules);
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Optional.of(new Bundle(
                name,
                path,
                displayName == null ? name : displayName,
                description,
                author,
                List.copyOf(platforms),
                suites,
                nativeBundle,
                rules.stream().map(TreeFile::path).toList(),
                templates,
                findings));
    }

    private void robot(TreeFile file) {
        ReadFile read = read(file, "robot", content -> new ReadFile.Robot(RobotFile.read(content)));
        if (!(read instanceof ReadFile.Robot(RobotFile robot))) {
            return;
        }
        robot.problems()
                .forEach(problem -> findings.add(new Finding(
                        problem.fatal() ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                        file.path(),
                        problem.line(),
                        problem.message())));
        Suite.Kind kind = switch (file.path().substring(path.length() + 1)) {
            case "sli.robot" -> Suite.Kind.SLI;
            case "runbook.robot" -> Suite.Kind.RUNBOOK;
            default -> Suite.Kind.OTHER;
        };
        suites.add(new Suite(
                kind,
                file.path(),
                robot.documentation(),
                robot.metadata(),
                robot.setup(),
                robot.tags(),
                robot.tasks(),
                robot.parameters(),
                robot.libraries()));
        if (kind == Suite.Kind.OTHER) {
            return;
        }
        // A runbook describes a bundle better than the metric beside it, and comes first by name.
        displayName = displayName == null ? metadata(robot, "display name") : displayName;
        author = author == null ? metadata(robot, "author") : author;
        description = description.isEmpty() ? robot.documentation() : description;
        robot.metadataCells().forEach((key, cells) -> {
            if (key.equalsIgnoreCase("supports")) {
                cells.stream()
                        .flatMap(cell -> List.of(cell.split(",")).stream())
                        .map(String::strip)
                        .filter(platform -> !platform.isEmpty())
                        .forEach(platforms::add);
            }
        });
    }

    private void ours(TreeFile file) {
        Set<String> siblings = new TreeSet<>();
        for (TreeFile other : files) {
            if (other.path().lastIndexOf('/') == path.length() && other.kind() != TreeFile.Kind.SUBMODULE) {
                siblings.add(other.name());
            }
        }
        // The names beside the file are part of what it means, so they are part of what is remembered.
        ReadFile read =
                read(file, "native" + siblings, content -> new ReadFile.Native(NativeReading.of(content, siblings)));
        if (!(read instanceof ReadFile.Native(NativeReading reading))) {
            return;
        }
        reading.problems()
                .forEach(problem -> findings.add(
                        new Finding(Finding.Severity.ERROR, file.path(), problem.line(), problem.message())));
        NativeBundle bundle = reading.bundle();
        if (bundle != null) {
            nativeBundle = bundle;
            displayName = bundle.title();
            description = bundle.description();
            author = bundle.author();
            platforms.addAll(bundle.platforms());
            suites.addAll(NativeSuites.of(bundle, file.path()));
        }
    }

    private void rules(TreeFile file) {
        if (read(file, "rules", GenerationRuleFile::read) instanceof GenerationRuleFile rules) {
            Set<String> present = new TreeSet<>();
            templates.forEach(template -> present.add(template.substring(path.length() + 1 + TEMPLATES.length())));
            findings.addAll(rules.findings(file.path(), present));
        }
    }

    private @Nullable ReadFile read(TreeFile file, String as, Function<byte[], ReadFile> reading) {
        if (file.kind() == TreeFile.Kind.SYMLINK || file.kind() == TreeFile.Kind.SUBMODULE) {
            return unread(file, "Expected a plain file, found a link. Commit the file itself.");
        }
        String key = file.blob() + " " + as;
        ReadFile known = remembered.get(key);
        if (known != null) {
            return known;
        }
        Optional<byte[]> content;
        try {
            content = tree.read(file, ReadBudget.FILE);
        } catch (UncheckedIOException e) {
            return unread(file, "The file cannot be read. Check that it is there and its permissions.");
        }
        if (content.isEmpty()) {
            return unread(
                    file, "Expected at most " + (ReadBudget.FILE >> 20) + " MiB, and this file is larger. Split it.");
        }
        byte[] bytes = content.get();
        if (!budget.take(bytes.length)) {
            return unread(
                    file,
                    "Expected at most " + (ReadBudget.COLLECTION >> 20)
                            + " MiB of bundle files in a collection, and with this one there are more. Split it.");
        }
        ReadFile read = reading.apply(bytes);
        if (bytes.length <= ReadBudget.REMEMBERED) {
            remembered.put(key, read);
        }
        return read;
    }

    private @Nullable ReadFile unread(TreeFile file, String why) {
        findings.add(new Finding(Finding.Severity.ERROR, file.path(), 0, why));
        return null;
    }

    private static @Nullable String metadata(RobotFile robot, String name) {
        for (Map.Entry<String, String> entry : robot.metadata().entrySet()) {
            if (entry.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                return entry.getValue();
            }
        }
        return null;
    }
}
