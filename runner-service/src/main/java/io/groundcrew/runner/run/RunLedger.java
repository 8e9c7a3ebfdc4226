package io.groundcrew.runner.run;

import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.runner.limit.Limits;
import io.groundcrew.runner.run.AttemptRows.Again;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes what became of runs on demand into their rows, and answers those who ask for leave to start. */
class RunLedger implements RunEventListener {

    private final AttemptRows attempts;
    private final Dispatcher dispatcher;
    private final Grants grants;
    private final Limits limits;
    private final TransactionTemplate transaction;
    private final Runnable sweepSoon;
    private final Clock clock;

    RunLedger(
            AttemptRows attempts,
            Dispatcher dispatcher,
            Grants grants,
            Limits limits,
            TransactionTemplate transaction,
            Runnable sweepSoon,
            Clock clock) {
        this.attempts = attempts;
        this.dispatcher = dispatcher;
        this.grants = grants;
        this.limits = limits;
        this.transaction = transaction;
        this.sweepSoon = sweepSoon;
        this.clock = clock;
    }

    @Override
    public void accept(List<RunEvent> events) {
        List<RunEvent.GrantAsked> asked = new ArrayList<>();
        List<RunEvent.Started> started = new ArrayList<>();
        List<RunEvent.Finished> failed = new ArrayList<>();
        List<RunEvent.Finished> finished = new ArrayList<>();
        for (RunEvent event : events) {
            if (event.run().kind() == RobotKind.SLI) {
                continue;
            }
            switch (event) {
                case RunEvent.RunAccepted ours -> {}
                case RunEvent.GrantAsked one -> asked.add(one);
                case RunEvent.Started one -> started.add(one);
                case RunEvent.AttemptFailed(RunEvent.Finished end) -> failed.add(end);
                case RunEvent.Finished one -> finished.add(one);
            }
        }
        // First, since none may start what is over by an event of the same batch.
        if (!finished.isEmpty()) {
            attempts.finish(finished);
            release(finished.stream().map(event -> event.run().id()).toList());
        }
        grants.answer(asked);
        if (!started.isEmpty()) {
            attempts.start(started, clock.instant());
        }
        failed.forEach(this::attemptAgain);
    }

    private void attemptAgain(RunEvent.Finished end) {
        Again again = Objects.requireNonNull(transaction.execute(status -> waitsWithoutAPlace(end)));
        switch (again) {
            case WAITS -> sweepSoon.run();
            case TOO_LATE -> dispatcher.settle(end);
            case KNOWN -> {}
        }
    }

    /** A run that waits has no place under its limits, and takes one before its next attempt; nobody may see it with one. */
    private Again waitsWithoutAPlace(RunEvent.Finished end) {
        Again again = attempts.attemptAgain(end, clock.instant());
        if (again == Again.WAITS) {
            limits.release(List.of(end.run().id()));
        }
        return again;
    }

    private void release(List<UUID> ended) {
        if (limits.release(ended)) {
            sweepSoon.run();
        }
    }
}
