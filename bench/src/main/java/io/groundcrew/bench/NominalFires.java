package io.groundcrew.bench;

import io.groundcrew.contracts.run.RunRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of the nominal fires of checks on one interval, as the topics tell it. */
final class NominalFires {

    private final int intervalSeconds;
    private final Map<String, Instant> known;
    private final Map<Fire, Fate> fates = new HashMap<>();

    /** @param known one nominal fire of each check, by SLX: the others follow from it */
    NominalFires(int intervalSeconds, Map<String, Instant> known) {
        this.intervalSeconds = intervalSeconds;
        this.known = Map.copyOf(known);
    }

    /** A request is in its topic since then. */
    synchronized void requested(RunRef run, Instant appended) {
        Fate fate = fate(run);
        fate.requests++;
        if (fate.requests == 1) {
            fate.late = Duration.between(run.requestedAt(), appended);
        }
    }

    /** A run has an outcome. */
    synchronized void ended(RunRef run) {
        fate(run).outcomes++;
    }

    /** The fires from one instant to before another. */
    synchronized Account account(Instant from, Instant until) {
        List<Double> late = new ArrayList<>();
        int missed = 0;
        int doubled = 0;
        int unasked = 0;
        int open = 0;
        for (Map.Entry<String, Instant> check : known.entrySet()) {
            long behind = Math.floorMod(check.getValue().getEpochSecond() - from.getEpochSecond(), intervalSeconds);
            for (Instant at = from.plusSeconds(behind); at.isBefore(until); at = at.plusSeconds(intervalSeconds)) {
                Fate fate = fates.getOrDefault(new Fire(check.getKey(), at), new Fate());
                if (fate.requests > 0) {
                    late.add(fate.late.toNanos() / 1e6);
                }
                missed += fate.requests + fate.outcomes == 0 ? 1 : 0;
                doubled += fate.requests > 1 ? 1 : 0;
                unasked += fate.requests == 0 && fate.outcomes > 0 ? 1 : 0;
                open += fate.outcomes == 0 ? 1 : 0;
            }
        }
        Collections.sort(late);
        return new Account(late, missed, doubled, unasked, open);
    }

    private Fate fate(RunRef run) {
        return fates.computeIfAbsent(new Fire(run.slx().shortName(), run.requestedAt()), fire -> new Fate());
    }

    private record Fire(String slx, Instant at) {}

    private static final class Fate {
        private int requests;
        private int outcomes;
        private Duration late = Duration.ZERO;
    }

    /**
     * What became of some fires.
     *
     * @param late milliseconds from each nominal fire to its request in the topic, sorted
     * @param missed fires of which nothing is known
     * @param doubled fires that were requested more than once
     * @param unasked fires that were settled without a request
     * @param open fires without an outcome, those missed included
     */
    record Account(List<Double> late, int missed, int doubled, int unasked, int open) {

        double percentile(double percent) {
            return late.isEmpty() ? Double.NaN : late.get((int) Math.min(late.size() - 1, late.size() * percent / 100));
        }

        long lateBy(double millis) {
            return late.stream().filter(one -> one > millis).count();
        }
    }
}
