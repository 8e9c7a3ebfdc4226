package io.groundcrew.runner.schedule;

import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.runner.plan.Plan;
import io.groundcrew.runner.plan.RunPlans;
import io.groundcrew.runner.plan.ScheduledSli;
import io.groundcrew.runner.run.RunPublisher;
import io.groundcrew.runner.secret.SealedSecrets;
import io.groundcrew.runner.secret.SealedTokens;
import io.groundcrew.runner.secret.SecretUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Publishes the requests of checks that are due. Every nominal fire gets one outcome, also one that cannot be dispatched. */
class CheckFire {

    private final RunPlans plans;
    private final RunPublisher publisher;
    private final ChecksInFlight inFlight;
    private final SealedSecrets secrets;
    private final SealedTokens tokens;
    private final Clock clock;

    CheckFire(
            RunPlans plans,
            RunPublisher publisher,
            ChecksInFlight inFlight,
            SealedSecrets secrets,
            SealedTokens tokens,
            Clock clock) {
        this.secrets = secrets;
        this.tokens = tokens;
        this.plans = plans;
        this.publisher = publisher;
        this.inFlight = inFlight;
        this.clock = clock;
    }

    /** Fires checks; the future completes when Kafka has all of them. */
    CompletableFuture<Void> fire(List<ScheduledSli> checks, Instant nominal) {
        return CompletableFuture.allOf(checks.stream()
                .flatMap(check -> check.locations().stream().map(location -> fire(check, location, nominal)))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Whether a check could be dispatched now at each of its locations. */
    boolean isReady(ScheduledSli check) {
        return check.locations().stream().allMatch(location -> plan(check, location) instanceof Plan.Ready);
    }

    private CompletableFuture<Void> fire(ScheduledSli check, String location, Instant nominal) {
        RunRef run = new RunRef(
                RunIds.scheduled(check.slx(), RobotKind.SLI, location, nominal),
                check.slx(),
                RobotKind.SLI,
                nominal,
                null);
        Instant notAfter = nominal.plusSeconds(check.intervalSeconds());
        if (clock.instant().isAfter(notAfter)) {
            return skip(run, check, Outcome.EXPIRED, "The runner was away when it was due.");
        }
        if (inFlight.isBusy(check.slx(), location, run.id())) {
            return skip(
                    run,
                    check,
                    Outcome.EXPIRED,
                    "The check's previous run is still going on; it never overlaps with itself.");
        }
        return switch (plan(check, location)) {
            case Plan.Refused refused -> skip(run, check, Outcome.REFUSED, refused.reason());
            case Plan.Waiting waiting ->
                skip(run, check, Outcome.EXPIRED, "Its pool cannot run it yet: " + waiting.reason());
            case Plan.Ready ready -> dispatch(run, check, ready, notAfter);
        };
    }

    private CompletableFuture<Void> dispatch(RunRef run, ScheduledSli check, Plan.Ready plan, Instant notAfter) {
        List<SecretRef> sealedSecrets;
        try {
            sealedSecrets = secrets.of(run, plan.location(), plan.secrets());
        } catch (SecretUnavailableException e) {
            return skip(run, check, Outcome.REFUSED, String.valueOf(e.getMessage()));
        }
        inFlight.fired(run, plan.location(), check.intervalSeconds(), notAfter);
        return publisher.request(new TaskRequest(
                run,
                1,
                plan.location(),
                plan.pool(),
                plan.calls() ? Lane.CALLS : Lane.SCHEDULED,
                plan.bundle(),
                plan.taskTitles(),
                plan.variables(),
                sealedSecrets,
                plan.access(),
                true,
                notAfter,
                plan.timeout(),
                check.intervalSeconds(),
                null,
                null,
                tokens.ofCheck(run, plan.location(), notAfter.plus(plan.timeout()))));
    }

    private CompletableFuture<Void> skip(RunRef run, ScheduledSli check, Outcome outcome, String reason) {
        return publisher.event(
                RunEvent.Finished.settled(run, 0, outcome, reason, clock.instant(), check.intervalSeconds()));
    }

    private Plan plan(ScheduledSli check, String location) {
        return plans.planAt(check.slx(), RobotKind.SLI, location, List.of(), Map.of());
    }
}
