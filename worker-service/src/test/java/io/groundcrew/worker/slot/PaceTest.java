package io.groundcrew.worker.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration QUICK = Pace.SHORT.minusMillis(1);

    private final AtomicInteger handOvers = new AtomicInteger();
    private final Pace pace = new Pace(handOvers);

    @Test
    void takesOneAtATimeAtFirst() {
        assertThat(pace.most()).isEqualTo(1);
    }

    @Test
    void takesSeveralWhenOneShortRequestAfterTheOtherWasWaiting() {
        rush();

        assertThat(pace.most()).isEqualTo(Pace.SEVERAL);
    }

    @Test
    void beginsToCountAnewWhenOneLasted() {
        took(Pace.RUSH - 1, QUICK, QUICK);
        took(1, QUICK, Pace.SHORT);
        took(Pace.RUSH - 1, QUICK, QUICK);

        assertThat(pace.most()).isEqualTo(1);
    }

    @Test
    void beginsToCountAnewWhenNoneWasWaiting() {
        took(Pace.RUSH - 1, QUICK, QUICK);
        took(1, Pace.SHORT, QUICK);
        took(Pace.RUSH - 1, QUICK, QUICK);

        assertThat(pace.most()).isEqualTo(1);
    }

    @Test
    void beginsToCountAnewWhenNoneCame() {
        took(Pace.RUSH - 1, QUICK, QUICK);
        pace.tookNone();
        took(Pace.RUSH - 1, QUICK, QUICK);

        assertThat(pace.most()).isEqualTo(1);
    }

    @Test
    void takesOneAtATimeAgainWhenNoneComesAnyMore() {
        rush();
        for (int one = 0; one < Pace.ALONE; one++) {
            pace.tookNone();
        }

        assertThat(pace.most()).isEqualTo(1);
    }

    @Test
    void takesOneAtATimeAgainWhenOthersHadToBeHandedOn() {
        rush();
        pace.tookUpToSeveral(Pace.SEVERAL, true);

        assertThat(pace.most()).isEqualTo(1);
    }

    @Test
    void takesOneAtATimeAgainWhenAnotherSlotHadToHandOthersOn() {
        rush();
        new Pace(handOvers).tookUpToSeveral(Pace.SEVERAL, true);

        assertThat(pace.most()).isEqualTo(1);
    }

    @Test
    void takesSeveralAgainInTheNextRush() {
        rush();
        pace.tookUpToSeveral(Pace.SEVERAL, true);
        rush();

        assertThat(pace.most()).isEqualTo(Pace.SEVERAL);
    }

    @Test
    void takesOneAtATimeAgainWhenTheyComeAlone() {
        rush();
        alone(Pace.ALONE);

        assertThat(pace.most()).isEqualTo(1);
    }

    @Test
    void goesOnTakingSeveralWhenOnlySomeComeAlone() {
        rush();
        alone(Pace.ALONE - 1);
        pace.tookUpToSeveral(2, false);
        alone(Pace.ALONE - 1);

        assertThat(pace.most()).isEqualTo(Pace.SEVERAL);
    }

    private void rush() {
        took(Pace.RUSH, QUICK, QUICK);
    }

    private void took(int times, Duration waited, Duration lasted) {
        for (int one = 0; one < times; one++) {
            pace.tookOne(waited, lasted);
        }
    }

    private void alone(int times) {
        for (int one = 0; one < times; one++) {
            pace.tookUpToSeveral(1, false);
        }
    }
}
