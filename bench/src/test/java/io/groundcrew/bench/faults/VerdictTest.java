package io.groundcrew.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.bench.faults.AcceptedRun.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final AcceptedRun FIX = new AcceptedRun("fix", Kind.REMEDIATION, "Completed", null);
    private static final AcceptedRun LOOK = new AcceptedRun("look", Kind.CHECK, "Completed", null);

    @Test
    void findsNothingWrongWithRunsThatBeganOnceAndEnded() {
        assertThat(wrong(List.of(FIX, LOOK), once("fix", "look"))).isEmpty();
    }

    @Test
    void callsARemediationThatBeganTwiceWrongAndACheckNot() {
        List<String> marks = Stream.of(once("fix", "look"), once("fix", "look"))
                .flatMap(List::stream)
                .toList();

        Verdict verdict = new Verdict(List.of(FIX, LOOK), Marks.of(marks), Set.of());

        assertThat(wrong(verdict)).containsExactly("executed twice: remediation fix");
        assertThat(line(verdict, "executed twice").values())
                .containsEntry("remediations", 1L)
                .containsEntry("checks", 1L);
    }

    @Test
    void callsACompletedRunWithoutBothMarksLost() {
        assertThat(wrong(List.of(FIX), List.of("start fix 1.0 7")))
                .containsExactly("lost: Completed without marks: remediation fix");
        assertThat(wrong(List.of(LOOK), List.of())).containsExactly("lost: Completed without marks: check look");
    }

    @Test
    void callsARunWithoutAnOutcomeLost() {
        assertThat(wrong(List.of(new AcceptedRun("fix", Kind.REMEDIATION, null, null)), once("fix")))
                .containsExactly("lost: never terminal: remediation fix");
    }

    @Test
    void callsARunLostThatRanThoughItIsSaidToHaveExpired() {
        assertThat(wrong(List.of(new AcceptedRun("fix", Kind.REMEDIATION, "Expired", null)), once("fix")))
                .containsExactly("lost: Expired or Refused with marks: remediation fix");
    }

    @Test
    void tellsWhyRunsWereNotCompletedTheMostFrequentReasonFirst() {
        List<AcceptedRun> runs = List.of(
                FIX,
                new AcceptedRun("one", Kind.CHECK, "Failed", "No worker took run one"),
                new AcceptedRun("two", Kind.REMEDIATION, "Lost", "Its worker died"),
                new AcceptedRun("three", Kind.REMEDIATION, "Lost", "Its worker died"));

        assertThat(new Verdict(runs, Marks.of(List.of()), Set.of()).reasons())
                .containsExactly(
                        "2 × remediation Lost: Its worker died (for one two)",
                        "1 × check Failed: No worker took run … (for one one)");
    }

    @Test
    void wantsAGrantForEachLostRun() {
        List<AcceptedRun> lost = List.of(
                new AcceptedRun("with", Kind.REMEDIATION, "Lost", null),
                new AcceptedRun("without", Kind.REMEDIATION, "Lost", null));

        assertThat(wrong(new Verdict(lost, Marks.of(List.of()), Set.of("with"))))
                .containsExactly("Lost without a grant: remediation without");
    }

    @Test
    void findsMarksOfRunsThatNobodyAccepted() {
        assertThat(wrong(List.of(FIX), once("fix", "stranger")))
                .containsExactly("marks of runs never accepted: stranger");
    }

    @Test
    void wantsTheLongTaskOnceAndToItsEnd() {
        AcceptedRun lost = new AcceptedRun("long", Kind.LONG, "Lost", null);

        assertThat(wrong(new Verdict(List.of(lost), Marks.of(List.of("start long 1.0 7")), Set.of("long"))))
                .containsExactly("long task not executed once: long long");
    }

    @Test
    void refusesALineThatNoTaskWrites() {
        for (String line : List.of("sta", "start fix", "stop fix 1.0 7")) {
            assertThatThrownBy(() -> Marks.of(List.of(line)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(line);
        }
    }

    @Test
    void keepsTheLatestFireOfEachSli() {
        assertThat(Marks.of(List.of("fire a 2.5 1", "fire a 1,5 1", "fire b 3.0 1"))
                        .lastFires())
                .containsEntry("a", 2.5)
                .containsEntry("b", 3.0);
    }

    private static List<String> once(String... runs) {
        return Stream.of(runs)
                .flatMap(run -> Stream.of("start " + run + " 1.0 7", "end " + run + " 2.0 7"))
                .toList();
    }

    private static List<String> wrong(List<AcceptedRun> runs, List<String> marks) {
        return wrong(new Verdict(runs, Marks.of(marks), Set.of()));
    }

    private static List<String> wrong(Verdict verdict) {
        return verdict.lines().stream()
                .flatMap(line -> line.wrong().stream().map(who -> line.what() + ": " + who))
                .toList();
    }

    private static Verdict.Line line(Verdict verdict, String what) {
        return verdict.lines().stream()
                .filter(line -> line.what().equals(what))
                .findFirst()
                .orElseThrow();
    }
}
