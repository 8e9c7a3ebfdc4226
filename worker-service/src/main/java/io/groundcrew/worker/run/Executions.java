package io.groundcrew.worker.run;

import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.control.Control.Cancel;
import io.groundcrew.contracts.control.Control.Superseded;
import io.groundcrew.contracts.run.TaskRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The executions of this worker. It runs no attempt twice at once, nor again after its end. */
public final class Executions {

    private final ExecutionParts parts;
    private final Remembered<String> cancelled;
    private final Remembered<Integer> superseded;
    private final Map<Key, Execution> running = new ConcurrentHashMap<>();
    private final SettledAttempts done;

    Executions(ExecutionParts parts) {
        this.parts = parts;
        this.cancelled = new Remembered<>(parts.clock());
        this.superseded = new Remembered<>(parts.clock());
        this.done = new SettledAttempts(parts.clock());
    }

    /** How a request stands in this worker. */
    public sealed interface Claim {

        /** It was not known; its execution has begun to prepare itself. */
        record Begun(Execution execution) implements Claim {}

        /** It is being executed for an earlier delivery. */
        record Running(Execution execution) implements Claim {}

        /**
         * It was started here before and has ended, or must not be started again.
         *
         * @param by the delivery that it was started for
         */
        record Done(Delivery by) implements Claim {}
    }

    /**
     * Claims a request; only one caller gets it as {@link Claim.Begun}.
     *
     * @param hopeless why it is not to be executed but to end as failed, where nobody has begun it; null to execute it
     */
    public Claim claim(TaskRequest request, Delivery delivery, @Nullable String hopeless) {
        Key key = Key.of(request);
        synchronized (done) {
            Execution known = running.get(key);
            if (known != null) {
                return new Claim.Running(known);
            }
            Delivery before = done.executedFor(request);
            if (before != null) {
                return new Claim.Done(before);
            }
            TaskRequest attempted = request.repeatable() ? request.forDelivery(delivery.count()) : request;
            Execution execution = new Execution(attempted, delivery, hopeless, parts);
            running.put(key, execution);
            execution.settled().thenAccept(settlement -> settled(key, request, execution, settlement));
            String reason = cancelled.of(request.run().id());
            if (reason != null) {
                execution.cancel(reason);
            }
            if (isSuperseded(request)) {
                execution.giveUp();
            }
            execution.begin();
            return new Claim.Begun(execution);
        }
    }

    /** Ends the runs that the runner has cancelled, and keeps those from starting that come later. */
    public void cancel(Cancel cancel) {
        // Remembered first: a claim that does not find it there is found here.
        cancel.runs().forEach(run -> cancelled.put(run, cancel.reason(), cancel.until()));
        Set<UUID> runs = Set.copyOf(cancel.runs());
        running.forEach((key, execution) -> {
            if (runs.contains(key.run())) {
                execution.cancel(cancel.reason());
            }
        });
    }

    /** Gives up the attempts that others have taken the place of, and keeps those from starting that come later. */
    public void giveUp(Superseded attempts) {
        superseded.put(attempts.run(), attempts.attempt(), attempts.until());
        running.forEach((key, execution) -> {
            if (key.run().equals(attempts.run()) && key.attempt() <= attempts.attempt()) {
                execution.giveUp();
            }
        });
    }

    /** Takes the runner's leave to start what must not be repeated, whichever worker asked for it. */
    public void answer(Control.Granted granted) {
        parts.grants().answer(granted.worker(), granted.run(), granted.attempt(), Leave.GRANTED);
    }

    /** Takes the runner's refusal, whichever worker asked. */
    public void answer(Control.Denied denied) {
        Leave leave = Boolean.TRUE.equals(denied.over()) ? Leave.OVER : Leave.DENIED;
        parts.grants().answer(denied.worker(), denied.run(), denied.attempt(), leave);
    }

    private boolean isSuperseded(TaskRequest request) {
        Integer attempt = superseded.of(request.run().id());
        return attempt != null && request.attempt() <= attempt;
    }

    /** The runs in execution now. */
    public List<UUID> running() {
        return running.keySet().stream().map(Key::run).distinct().toList();
    }

    /** Ends all: those that may be repeated are abandoned, the others end as failed with this reason. */
    public void stopAll(String reason) {
        abandonRepeatable();
        running.values().forEach(execution -> execution.stop(reason));
    }

    /** Gives those that may be repeated to other workers. */
    public void abandonRepeatable() {
        running.values().stream()
                .filter(execution -> execution.request().repeatable())
                .forEach(Execution::abandon);
    }

    private void settled(Key key, TaskRequest request, Execution execution, Settlement settlement) {
        synchronized (done) {
            running.remove(key);
            boolean neverAgain = execution.hasBegun() && !execution.request().repeatable();
            if (settlement == Settlement.PUBLISHED || neverAgain) {
                done.remember(request, execution.delivery());
            }
        }
    }

    private record Key(UUID run, int attempt) {
        static Key of(TaskRequest request) {
            return new Key(request.run().id(), request.attempt());
        }
    }
}
