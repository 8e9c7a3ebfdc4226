package io.groundcrew.runner.schedule;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.runner.run.RunEventListener;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The last scheduled check of each SLX that has an outcome, from the log of events, whichever runner fired it. In memory, since
 * thousands of them a minute are not worth a row each.
 */
class LastChecks implements RunEventListener {

    private final Map<SlxRef, Instant> nominal = new ConcurrentHashMap<>();

    @Override
    public void accept(List<RunEvent> events) {
        for (RunEvent event : events) {
            RunRef run = event.run();
            if (event instanceof RunEvent.Finished && run.kind() == RobotKind.SLI && run.session() == null) {
                nominal.merge(run.slx(), run.requestedAt(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
    }

    /** When it was due; null when this runner has heard of none. */
    @Nullable
    Instant of(SlxRef slx) {
        return nominal.get(slx);
    }
}
