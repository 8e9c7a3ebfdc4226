package io.groundcrew.bench.faults;

import io.groundcrew.bench.faults.AcceptedRun.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** What is printed: the story while it happens, then the table. */
final class Report {

    private static final int SHOWN = 5;

    private final Options options;
    private final long begun = System.nanoTime();
    private final List<String> story = new ArrayList<>();
    private final List<Verdict.Line> lines = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    Report(Options options) {
        this.options = options;
    }

    /** Notes what happens now. With JSON it is told at the end only. */
    synchronized void told(String what) {
        String line = String.format("%7.1f s  %s", seconds(), what);
        story.add(line.strip());
        if (!options.json()) {
            System.out.println(line);
        }
    }

    void add(Verdict.Line line) {
        lines.add(line);
    }

    /** Adds why runs were not completed, which is told below the table. */
    void explain(List<String> why) {
        reasons.addAll(why);
    }

    boolean ok() {
        return lines.stream().allMatch(Verdict.Line::ok);
    }

    void print() {
        if (options.json()) {
            System.out.println(JsonMapper.builder()
                    .build()
                    .writeValueAsString(new Result(options.seed(), seconds(), story, lines, reasons, ok())));
            return;
        }
        System.out.println();
        System.out.printf(
                "seed %d, %s: %s%n",
                options.seed(),
                Duration.ofSeconds((long) seconds()).toString().substring(2).toLowerCase(Locale.ROOT),
                ok() ? "all kept" : "NOT KEPT");
        String heads = Arrays.stream(Kind.values())
                .map(kind -> String.format("%14s", kind.title()))
                .collect(Collectors.joining());
        System.out.printf("%-40s%s%n", "", heads);
        lines.forEach(line -> System.out.println(text(line)));
        reasons.forEach(System.out::println);
    }

    private static String text(Verdict.Line line) {
        String values = line.values().containsKey("all")
                ? String.format("%14d", line.values().get("all"))
                : Arrays.stream(Kind.values())
                        .map(kind -> String.format("%14d", line.values().get(kind.title())))
                        .collect(Collectors.joining());
        String wrong = line.ok()
                ? ""
                : "  WRONG: " + line.wrong().stream().limit(SHOWN).collect(Collectors.joining("; "));
        return String.format("%-40s%s%s", line.what(), values, wrong);
    }

    private record Result(
            long seed,
            double seconds,
            List<String> story,
            List<Verdict.Line> lines,
            List<String> reasons,
            boolean ok) {}

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }
}
