package io.groundcrew.bench.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults happen in which order: all kinds at least once, the same for the same seed. */
record Plan(List<Fault> faults) {

    /** About the time from one fault to the next. */
    private static final Duration EACH = Duration.ofSeconds(9);

    Plan {
        faults = List.copyOf(faults);
    }

    /**
     * Draws a plan.
     *
     * @param window about how long it takes; a short one is exceeded, so that each kind happens
     * @param lock how long a request stays with a worker that stands still
     */
    static Plan of(long seed, Duration window, Duration lock) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        for (Part part : Part.values()) {
            faults.add(kill(random, List.of(part)));
        }
        faults.add(kill(random, List.of(Part.values())));
        faults.add(new Fault.KillPostmaster(gap(random)));
        Part still = random.nextBoolean() ? Part.WORKER : Part.SECOND_WORKER;
        faults.add(new Fault.Pause(gap(random), still, lock.plus(millis(random, 3_000, 10_000))));
        for (long more = window.dividedBy(EACH) - faults.size() - 2; more > 0; more--) {
            faults.add(kill(random, List.of(Part.values()[random.nextInt(Part.values().length)])));
        }
        Collections.shuffle(faults, random);
        // Late, so that there is something to repeat.
        faults.add(random.nextInt(faults.size() / 2, faults.size()), new Fault.Replay(gap(random)));
        faults.add(random.nextInt(faults.size() / 2, faults.size()), new Fault.Reset(gap(random)));
        return new Plan(faults);
    }

    private static Fault kill(Random random, List<Part> parts) {
        return new Fault.Kill(gap(random), parts, millis(random, 500, 5_000));
    }

    private static Duration gap(Random random) {
        return millis(random, 2_000, 10_000);
    }

    private static Duration millis(Random random, int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most));
    }
}
