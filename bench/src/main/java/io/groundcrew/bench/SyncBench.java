package io.groundcrew.bench;

import io.groundcrew.codecollection.catalog.CollectionReader;
import io.groundcrew.codecollection.mirror.CollectionSource;
import io.groundcrew.codecollection.mirror.CommitTree;
import io.groundcrew.codecollection.mirror.GitMirror;
import io.groundcrew.codecollection.mirror.MirrorLimits;
import io.groundcrew.codecollection.mirror.RepositoryUrl;
import io.groundcrew.codecollection.mirror.SyncResult;
import io.groundcrew.codecollection.mirror.UrlRules;
import io.groundcrew.codecollection.publish.PublishedRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The first sync and index of a collection beside {@code git clone} of the same repository, and a poll that finds nothing
 * new. {@code GROUNDCREW_BENCH_REPOSITORY} names a repository; without it one of 120 bundles is made.
 */
final class SyncBench implements Main.Benchmark {

    private static final String NAME = "sync";
    private static final int ROUNDS = 5;

    @Override
    public List<Figure> run() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create("bench-sync")) {
            return figures(scratch.path());
        }
    }

    private static List<Figure> figures(Path directory) throws IOException, InterruptedException {
        Path repository = repository(directory);
        List<Double> clones = new ArrayList<>();
        List<Double> syncs = new ArrayList<>();
        List<Double> polls = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            clones.add(clone(repository, directory.resolve("clone-" + round)));
            GitMirror mirror = mirror(repository, directory.resolve("mirror-" + round));
            long begun = System.nanoTime();
            index(mirror, succeeded(mirror.sync()));
            syncs.add(millis(begun));
            begun = System.nanoTime();
            succeeded(mirror.sync());
            polls.add(millis(begun));
        }
        return List.of(
                Figure.atMost(NAME, "ratio", "x", median(syncs) / median(clones), 2),
                Figure.told(NAME, "first_ms", "ms", median(syncs)).beside(median(clones)),
                Figure.atMost(NAME, "poll_ms", "ms", median(polls), 100));
    }

    private static void index(GitMirror mirror, SyncResult result) throws IOException {
        try (CommitTree tree = mirror.tree(String.valueOf(result.commit()))) {
            new CollectionReader().read(tree);
        }
    }

    private static GitMirror mirror(Path repository, Path directory) {
        UrlRules rules = new UrlRules(List.of(Path.of("/")), List.of());
        CollectionSource source =
                CollectionSource.of(RepositoryUrl.parse(repository.toUri().toString(), rules));
        return new GitMirror(directory, source, rules, MirrorLimits.DEFAULT, Clock.systemUTC());
    }

    private static SyncResult succeeded(SyncResult result) {
        if (!result.succeeded()) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    private static double clone(Path repository, Path target) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process git = new ProcessBuilder(
                        "git",
                        "clone",
                        "--quiet",
                        "--no-local",
                        repository.toUri().toString(),
                        target.toString())
                .inheritIO()
                .start();
        if (git.waitFor() != 0) {
            throw new IllegalStateException("git clone failed");
        }
        return millis(begun);
    }

    private static Path repository(Path directory) throws IOException {
        String given = System.getenv("GROUNDCREW_BENCH_REPOSITORY");
        if (given != null) {
            return Path.of(given);
        }
        Path files = directory.resolve("files");
        Path starter = Launcher.HOME.resolve("examples/starter-collection/codebundles/host-overview");
        for (int number = 0; number < 120; number++) {
            Path bundle = Files.createDirectories(files.resolve("codebundles/bundle-" + number));
            for (String robot : List.of("sli.robot", "runbook.robot")) {
                Files.writeString(
                        bundle.resolve(robot), "# " + number + "\n" + Files.readString(starter.resolve(robot)));
            }
        }
        Path repository = directory.resolve("made.git");
        PublishedRepository.publish(files, repository);
        return repository;
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    private static double millis(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }
}
