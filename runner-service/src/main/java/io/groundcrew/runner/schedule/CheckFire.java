package io.groundcrew.runner.schedule;

import io.groundcrew.chassis.keys.UnreachableKeysException;
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
import io.groundcrew.runner.run.RunPublisher;
import io.groundcrew.runner.secret.SealedSecrets;
import io.groundcrew.runner.secret.SealedTokens;
import io.groundcrew.runner.secret.SecretUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the requests of checks that are due. Every nominal fire gets one outcome, also one that cannot be dispatched. */
class CheckFire {

    private static final Logger log = LoggerFactory.getLogger(CheckFire.class);

    private static final Duration LONGEST_WAIT_OF_CRON = Duration.ofHours(1);

    private final RunPlans plans;
    private final RunPublisher publisher;
    private final ChecksInFlight inFlight;
    private final SealedSecrets secrets;
    private final SealedTokens tokens;
    private final FireMetrics metrics;
    private final Clock clock;

    CheckFire(
            RunPlans plans,
            RunPublisher publisher,
            ChecksInFlight inFlight,
            SealedSecrets secrets,
            SealedTokens tokens,
            FireMetrics metrics,
            Clock clock) {
        this.metrics = metrics;
        this.secrets = secrets;
        this.tokens = tokens;
        this.plans = plans;
        this.publisher = publisher;
        this.inFlight = inFlight;
        this.clock = clock;
    }

    /**
     * Fires a check; the future completes when Kafka has it for each of its locations.
     *
     * @param from when the time in which a worker may take it begins: the nominal fire, or later for one that is made up for
     */
    CompletableFuture<Void> fire(Schedule check, Instant nominal, Instant from) {
        return CompletableFuture.allOf(check.locations().stream()
                .map(location -> fire(check, location, fire(check, location, nominal, from)))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** One that breaks keeps none of the others from being fired. */
    private CompletableFuture<Void> fire(Schedule check, String location, Fire fire) {
        try {
            return publish(check, location, fire);
        } catch (UnreachableKeysException e) {
            return skip(fire, Outcome.EXPIRED, "waiting", "Its request cannot be sealed now: " + e.getMessage());
        } catch (RuntimeException e) {
            log.error("The check of {} at {} could not be dispatched", check.slx(), location, e);
            return skip(fire, Outcome.REFUSED, "refused", "The runner could not dispatch it: " + e);
        }
    }

    /** Whether a check could be dispatched now at each of its locations. */
    boolean isReady(Schedule check) {
        return check.locations().stream().allMatch(location -> plan(check, location) instanceof Plan.Ready);
    }

    private static Fire fire(Schedule check, String location, Instant nominal, Instant from) {
        RunRef run = new RunRef(
                RunIds.scheduled(check.slx(), RobotKind.SLI, location, nominal),
                check.slx(),
                RobotKind.SLI,
                nominal,
                null);
        return new Fire(run, period(check, nominal), notAfter(check, from));
    }

    private CompletableFuture<Void> publish(Schedule check, String location, Fire fire) {
        if (clock.instant().isAfter(fire.notAfter())) {
            return skip(fire, Outcome.EXPIRED, "missed", "The runner was away when it was due.");
        }
        if (inFlight.isBusy(check.slx(), location, fire.run().id())) {
            return skip(
                    fire,
                    Outcome.EXPIRED,
                    "busy",
                    "The check's previous run is still going on, or may still begin; it never overlaps with itself.");
        }
        return switch (plan(check, location)) {
            case Plan.Refused refused -> skip(fire, Outcome.REFUSED, "refused", refused.reason());
            case Plan.Waiting waiting ->
                skip(fire, Outcome.EXPIRED, "waiting", "Its pool cannot run it yet: " + waiting.reason());
            case Plan.Ready ready -> dispatch(fire, ready);
        };
    }

    private CompletableFuture<Void> dispatch(Fire fire, Plan.Ready plan) {
        RunRef run = fire.run();
        List<SecretRef> sealedSecrets;
        try {
            sealedSecrets = secrets.of(run, plan.location(), plan.bundle(), plan.secrets());
        } catch (SecretUnavailableException e) {
            return skip(fire, Outcome.REFUSED, "refused", String.valueOf(e.getMessage()));
        }
        String token = tokens.ofCheck(run, plan.location(), fire.notAfter().plus(plan.timeout()));
        inFlight.fired(run, plan.location(), plan.pool(), fire.periodSeconds(), fire.notAfter());
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
                plan.services(),
                plan.access(),
                true,
                fire.notAfter(),
                plan.timeout(),
                fire.periodSeconds(),
                null,
                null,
                token));
    }

    private CompletableFuture<Void> skip(Fire fire, Outcome outcome, String word, String reason) {
        metrics.skipped(word);
        return publisher.event(
                RunEvent.Finished.settled(fire.run(), 0, outcome, reason, clock.instant(), fire.periodSeconds()));
    }

    /** One fire at one location. */
    private record Fire(RunRef run, int periodSeconds, Instant notAfter) {}

    private static int period(Schedule check, Instant nominal) {
        Instant next = check.times().next(nominal);
        return check.isCron() && next != null
                ? Math.clamp(Duration.between(nominal, next).toSeconds(), 1, Integer.MAX_VALUE)
                : check.spec().intervalSeconds();
    }

    /** Until its next fire a check may be taken, so early that it is known by then whether it was. */
    private static Instant notAfter(Schedule check, Instant from) {
        if (!check.isCron()) {
            return from.plusSeconds(check.spec().intervalSeconds()).minus(ChecksInFlight.TOLD);
        }
        Instant next = check.times().next(from);
        Instant latest = from.plus(LONGEST_WAIT_OF_CRON);
        return next == null || next.isAfter(latest) ? latest : next.minus(ChecksInFlight.TOLD);
    }

    private Plan plan(Schedule check, String location) {
        return plans.planAt(check.slx(), RobotKind.SLI, location, List.of(), Map.of());
    }
}
