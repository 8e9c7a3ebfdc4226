package io.groundcrew.bench.faults;

import io.groundcrew.bench.faults.AcceptedRun.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of the accepted runs: counted from the marks of the tasks, compared with what the API told. */
final class Verdict {

    private static final Set<String> NEVER_STARTED = Set.of("Expired", "Refused");

    private final List<AcceptedRun> runs;
    private final Marks marks;
    private final Set<String> granted;

    /** @param granted the runs that the runner gave leave to start */
    Verdict(List<AcceptedRun> runs, Marks marks, Set<String> granted) {
        this.runs = List.copyOf(runs);
        this.marks = marks;
        this.granted = Set.copyOf(granted);
    }

    /**
     * One line of the table.
     *
     * @param values how many of each kind of run, or one number for all
     * @param wrong the ids or names of what must not be
     */
    record Line(String what, Map<String, Long> values, List<String> wrong) {

        Line {
            values = Map.copyOf(values);
            wrong = List.copyOf(wrong);
        }

        static Line of(String what, List<String> wrong) {
            return new Line(what, Map.of("all", (long) wrong.size()), wrong);
        }

        boolean ok() {
            return wrong.isEmpty();
        }
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        lines.add(count("accepted", run -> true));
        lines.add(count("terminal", run -> run.outcome() != null));
        lines.add(count("executed", run -> marks.startsOf(run.id()) > 0));
        Predicate<AcceptedRun> twice = run -> marks.startsOf(run.id()) > 1;
        lines.add(judge("executed twice", twice, run -> run.kind() != Kind.CHECK && twice.test(run)));
        for (String outcome : outcomes()) {
            lines.add(count(outcome, run -> outcome.equals(run.outcome())));
        }
        lines.add(
                violation("Lost without a grant", run -> "Lost".equals(run.outcome()) && !granted.contains(run.id())));
        lines.add(violation("lost: never terminal", run -> run.outcome() == null));
        lines.add(violation(
                "lost: Completed without marks",
                run -> "Completed".equals(run.outcome()) && !(marks.startsOf(run.id()) > 0 && marks.ended(run.id()))));
        lines.add(violation(
                "lost: Expired or Refused with marks",
                run -> NEVER_STARTED.contains(String.valueOf(run.outcome())) && marks.startsOf(run.id()) > 0));
        lines.add(Line.of(
                "marks of runs never accepted",
                marks.strangers(runs.stream().map(AcceptedRun::id).collect(Collectors.toSet()))));
        lines.add(violation(
                "long task not executed once",
                run -> run.kind() == Kind.LONG
                        && !(marks.startsOf(run.id()) == 1
                                && marks.ended(run.id())
                                && "Completed".equals(run.outcome()))));
        return lines;
    }

    /** Why runs that were not completed ended as they did, the most frequent reason first, with one of its runs. */
    List<String> reasons() {
        Map<String, List<AcceptedRun>> alike = runs.stream()
                .filter(run -> run.outcome() != null && !"Completed".equals(run.outcome()))
                .collect(Collectors.groupingBy(Verdict::ending));
        return alike.entrySet().stream()
                .sorted(Comparator.comparingInt(same -> -same.getValue().size()))
                .map(same -> "%d × %s (for one %s)"
                        .formatted(
                                same.getValue().size(),
                                same.getKey(),
                                same.getValue().getFirst().id()))
                .toList();
    }

    private static String ending(AcceptedRun run) {
        return run.kind().name().toLowerCase(Locale.ROOT) + " " + run.outcome() + ": "
                + String.valueOf(run.reason()).replace(run.id(), "…");
    }

    private List<String> outcomes() {
        return runs.stream()
                .flatMap(run -> Stream.ofNullable(run.outcome()))
                .distinct()
                .sorted()
                .toList();
    }

    private Line count(String what, Predicate<AcceptedRun> which) {
        return judge(what, which, run -> false);
    }

    private Line violation(String what, Predicate<AcceptedRun> wrong) {
        return judge(what, wrong, wrong);
    }

    private Line judge(String what, Predicate<AcceptedRun> which, Predicate<AcceptedRun> wrong) {
        Map<String, Long> values = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            values.put(
                    kind.title(),
                    runs.stream()
                            .filter(run -> run.kind() == kind && which.test(run))
                            .count());
        }
        return new Line(
                what,
                values,
                runs.stream()
                        .filter(wrong)
                        .map(run -> run.kind().name().toLowerCase(Locale.ROOT) + " " + run.id())
                        .toList());
    }
}
