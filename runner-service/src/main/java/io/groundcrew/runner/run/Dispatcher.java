package io.groundcrew.runner.run;

import io.groundcrew.chassis.keys.UnreachableKeysException;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.runner.limit.Limits;
import io.groundcrew.runner.plan.Plan;
import io.groundcrew.runner.plan.RunPlans;
import io.groundcrew.runner.secret.SealedSecrets;
import io.groundcrew.runner.secret.SealedTokens;
import io.groundcrew.runner.secret.SecretUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sends accepted runs on their way. A run may be published again when it is unknown whether Kafka has it: what must not be
 * repeated starts only with a grant ({@link Grants}), and that is given once.
 */
class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final int MOST_TOGETHER = 32;

    private final RunPlans plans;
    private final AcceptedRuns runs;
    private final RunPublisher publisher;
    private final Confirmations confirmations;
    private final SealedSecrets secrets;
    private final SealedTokens tokens;
    private final Clock clock;

    Dispatcher(
            RunPlans plans,
            AcceptedRuns runs,
            RunPublisher publisher,
            Confirmations confirmations,
            SealedSecrets secrets,
            SealedTokens tokens,
            Clock clock) {
        this.plans = plans;
        this.runs = runs;
        this.secrets = secrets;
        this.tokens = tokens;
        this.publisher = publisher;
        this.confirmations = confirmations;
        this.clock = clock;
    }

    /** Whether it is known what runs would be; a runner that has just started has to read that first. */
    boolean canPlan() {
        return plans.loaded();
    }

    Plan plan(AcceptedRun run) {
        return plans.plan(run.slx(), RobotKind.RUNBOOK, run.taskTitles(), run.overrides(), run.commit());
    }

    /**
     * Publishes runs that were stored as dispatched in this moment. More and more of them are made and then sent together, since
     * what Kafka does for a batch is most of its work; the first waits for no other.
     *
     * @param stored runs that go at once, see {@link Planned#goesAtOnce}
     */
    void publishStored(Session session, List<Planned> stored) {
        int from = 0;
        for (int together = 1; from < stored.size(); together = Math.min(2 * together, MOST_TOGETHER)) {
            int to = Math.min(from + together, stored.size());
            List<Runnable> ways = stored.subList(from, to).stream()
                    .map(one -> way(session, one.run(), (Plan.Ready) one.plan()))
                    .toList();
            ways.forEach(Runnable::run);
            from = to;
        }
    }

    /** How a run is sent, with everything made that takes time. */
    private Runnable way(Session session, AcceptedRun run, Plan.Ready plan) {
        RunEvent.RunAccepted news = accepted(session, run, plan);
        try {
            RunPublisher.Start start = publisher.start(news, request(run, plan));
            return () -> confirm(run, publisher.send(start));
        } catch (SecretUnavailableException e) {
            return () -> {
                publisher.event(news);
                refuse(run, e);
            };
        } catch (UnreachableKeysException e) {
            return () -> {
                announce(() -> session, run, plan.location(), plan.access());
                leave(run, e);
            };
        }
    }

    /** Does the next step for a run that waits, if it is admitted. */
    void advance(Supplier<Session> session, AcceptedRun run, Limits.Round round) {
        switch (plan(run)) {
            case Plan.Refused refused -> refuse(session, run, refused);
            case Plan.Waiting waiting ->
                await(session, run, waiting.reason(), waiting.location(), waiting.pool(), waiting.access());
            case Plan.Ready ready ->
                round.admit(run.id(), run.slx(), ready)
                        .ifPresentOrElse(
                                reason -> await(session, run, reason, ready.location(), ready.pool(), ready.access()),
                                () -> dispatch(session, run.withAttempt(run.attempt() + 1), ready));
        }
    }

    /** Has a run wait for something that is no matter of where it runs. */
    void await(Supplier<Session> session, AcceptedRun run, String reason) {
        switch (plan(run)) {
            case Plan.Refused refused -> refuse(session, run, refused);
            case Plan.Waiting waiting ->
                await(session, run, reason, waiting.location(), waiting.pool(), waiting.access());
            case Plan.Ready ready -> await(session, run, reason, ready.location(), ready.pool(), ready.access());
        }
    }

    /**
     * Publishes a dispatched run again, whose request Kafka may not have. If it cannot be now, it is left as it is: a worker may
     * have it after all, and else it expires.
     */
    void repeat(Supplier<Session> session, AcceptedRun run) {
        if (plan(run) instanceof Plan.Ready ready) {
            dispatch(session, run, ready);
        }
    }

    /** Gives a repeatable run that was started and not finished another attempt. */
    void retry(AcceptedRun run) {
        if (plan(run) instanceof Plan.Ready ready && ready.repeatable()) {
            AcceptedRun next = run.withAttempt(run.attempt() + 1);
            if (runs.dispatch(run.id(), next.attempt(), ready, clock.instant())) {
                log.info("Run {} of {} gets attempt {}", run.id(), run.slx(), next.attempt());
                publish(next, ready);
            }
        }
    }

    /** Gives a run the end of an attempt that no other can follow. */
    void settle(RunEvent.Finished end) {
        publisher.event(end);
    }

    /**
     * Ends a run in a worker's place, if that was not done just now. Its row is closed when the event comes back, as for every
     * outcome; until then the run does not go on.
     */
    void settle(AcceptedRun run, Outcome outcome, String reason) {
        Instant now = clock.instant();
        if (runs.settle(run.id(), now)) {
            onceCommitted(() ->
                    publisher.event(RunEvent.Finished.settled(run.ref(), run.attempt(), outcome, reason, now, 0)));
            log.info("Run {} of {} is settled as {}: {}", run.id(), run.slx(), outcome.title(), reason);
        }
    }

    private void dispatch(Supplier<Session> session, AcceptedRun run, Plan.Ready ready) {
        if (runs.dispatch(run.id(), run.attempt(), ready, clock.instant())) {
            announce(session, run, ready.location(), ready.access());
            publish(run, ready);
        }
    }

    private void refuse(Supplier<Session> session, AcceptedRun run, Plan.Refused refused) {
        publisher.event(accepted(session.get(), run, "", Access.UNTAGGED));
        settle(run, Outcome.REFUSED, refused.reason());
    }

    private void await(
            Supplier<Session> session, AcceptedRun run, String reason, String location, String pool, Access access) {
        if (!reason.equals(run.waitingFor())) {
            runs.waits(run.id(), reason, location, pool);
        }
        announce(session, run, location, access);
    }

    private void announce(Supplier<Session> session, AcceptedRun run, String location, Access access) {
        if (!run.announced() && confirmations.announcing(run.id())) {
            publisher
                    .event(accepted(session.get(), run, location, access))
                    .whenComplete((done, failure) -> confirmations.announced(run.id(), failure == null));
        }
    }

    /** Publishes a run's request; when a secret of it cannot be had, the run is refused. */
    private void publish(AcceptedRun run, Plan.Ready plan) {
        try {
            TaskRequest request = request(run, plan);
            onceCommitted(() -> {
                if (request.attempt() > 1) {
                    publisher.control(supersededBy(request));
                }
                confirm(run, publisher.request(request));
            });
        } catch (SecretUnavailableException e) {
            refuse(run, e);
        } catch (UnreachableKeysException e) {
            leave(run, e);
        }
    }

    /** The run stays as one whose request Kafka may not have, and is published again by the sweep. */
    private static void leave(AcceptedRun run, UnreachableKeysException e) {
        log.warn("Run {} of {} is not sent yet: {}", run.id(), run.slx(), e.getMessage());
    }

    /** The request of an attempt before may be handed out again: the worker that had it has stopped, or fell silent. */
    private static Control supersededBy(TaskRequest request) {
        return new Control.Superseded(
                request.run().id(), request.attempt() - 1, request.notAfter().plus(Cancellations.REMEMBERED));
    }

    /** A worker asks for leave, or an end comes back, within a millisecond: by then everybody must see what the row says. */
    private static void onceCommitted(Runnable action) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            action.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    private void refuse(AcceptedRun run, SecretUnavailableException e) {
        settle(run, Outcome.REFUSED, String.valueOf(e.getMessage()));
    }

    private void confirm(AcceptedRun run, CompletableFuture<Void> acknowledged) {
        confirmations.sent(run.id());
        acknowledged.whenComplete((done, failure) -> {
            if (failure == null) {
                confirmations.requested(run.id());
            } else {
                confirmations.failed(run.id());
                log.warn(
                        "Kafka did not confirm the request of run {} of {}: {}",
                        run.id(),
                        run.slx(),
                        failure.toString());
            }
        });
    }

    private TaskRequest request(AcceptedRun run, Plan.Ready plan) throws SecretUnavailableException {
        return request(run, plan, secrets.of(run.ref(), plan.location(), plan.bundle(), plan.secrets()));
    }

    private TaskRequest request(AcceptedRun run, Plan.Ready plan, List<SecretRef> sealedSecrets) {
        return new TaskRequest(
                run.ref(),
                run.attempt(),
                plan.location(),
                plan.pool(),
                Lane.INTERACTIVE,
                plan.bundle(),
                plan.taskTitles(),
                plan.variables(),
                sealedSecrets,
                plan.services(),
                plan.access(),
                plan.repeatable(),
                run.startBy(),
                plan.timeout(),
                0,
                plan.attempts() - run.failures() > 1 ? plan.attempts() - run.failures() - 1 : null,
                null,
                tokens.ofRun(
                        run.ref(), plan.location(), run.role(), run.startBy().plus(plan.timeout())));
    }

    private static RunEvent.RunAccepted accepted(Session session, AcceptedRun run, Plan.Ready plan) {
        return accepted(session, run, plan.location(), plan.access());
    }

    private static RunEvent.RunAccepted accepted(Session session, AcceptedRun run, String location, Access access) {
        return new RunEvent.RunAccepted(
                run.ref(),
                session.name(),
                session.source(),
                session.requester(),
                location,
                run.taskTitles(),
                access,
                run.overrides(),
                session.notes());
    }

    /**
     * A run that a session was asked for, with what is known of it now.
     *
     * @param limited whether it must be admitted first
     */
    record Planned(AcceptedRun run, Plan plan, boolean limited) {

        boolean goesAtOnce() {
            return plan instanceof Plan.Ready && !limited;
        }
    }
}
