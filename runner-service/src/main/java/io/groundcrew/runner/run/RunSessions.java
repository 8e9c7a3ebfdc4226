package io.groundcrew.runner.run;

import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.Sha256;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.runner.api.model.RunRequestCreate;
import io.groundcrew.runner.api.model.RunSessionCreate;
import io.groundcrew.runner.api.model.RunSessionPatch;
import io.groundcrew.runner.limit.Limits;
import io.groundcrew.runner.plan.Plan;
import io.groundcrew.runner.plan.RunPlans;
import io.groundcrew.runner.resource.ScheduleSpec.Overlap;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Accepts run sessions: they are committed first, and published by the same thread right after. */
class RunSessions {

    private static final String ALL = "*";
    private static final int LONGEST_TITLE = 1_024;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final NewRuns newRuns;
    private final AcceptedRuns runs;
    private final Dispatcher dispatcher;
    private final RunPlans plans;
    private final Limits limits;
    private final Runnable sweepSoon;
    private final Clock clock;

    RunSessions(
            NewRuns newRuns,
            AcceptedRuns runs,
            Dispatcher dispatcher,
            RunPlans plans,
            Limits limits,
            Runnable sweepSoon,
            Clock clock) {
        this.newRuns = newRuns;
        this.runs = runs;
        this.dispatcher = dispatcher;
        this.plans = plans;
        this.limits = limits;
        this.sweepSoon = sweepSoon;
        this.clock = clock;
    }

    /**
     * Who asks.
     *
     * @param role in the workspace; what a run may do through the API never exceeds it
     */
    record Requester(String subject, Role role) {}

    /** A session with the runs that were accepted for it. */
    record Accepted(Session session, List<AcceptedRun> runs) {}

    /**
     * Opens a session.
     *
     * @param idempotencyKey the same one answers with the session it opened first
     * @throws ProblemException 404 for an SLX that does not exist, 400 for a malformed request, 503 right after the start,
     *     409 for a key that another request had
     */
    Accepted open(String workspace, Requester requester, RunSessionCreate asked, @Nullable String idempotencyKey) {
        return open(workspace, requester, asked, idempotencyKey, null);
    }

    /** Opens the session of a schedule; {@code overlap} says what its runs do while earlier ones go on. */
    Accepted open(
            String workspace,
            Requester requester,
            RunSessionCreate asked,
            @Nullable String idempotencyKey,
            @Nullable Overlap overlap) {
        Instant now = now();
        UUID id = RunIds.next(clock);
        Session session = new Session(
                id,
                workspace,
                name(asked, id),
                asked.getNotes(),
                Optional.ofNullable(asked.getSource()).orElse("direct"),
                requester.subject(),
                now,
                now.plus(Ttl.parse(asked.getSessionTTL())),
                idempotencyKey);
        // A schedule's fire that comes again has less time left.
        byte[] request = idempotencyKey == null || overlap != null ? null : digest(requester, asked);
        return once(
                session,
                () -> planned(session, asked.getRunRequests(), requester.role(), overlap, now),
                planned -> newRuns.insert(session, planned, request),
                () -> Optional.ofNullable(idempotencyKey).flatMap(key -> runs.calledToOpen(workspace, key, request)));
    }

    /**
     * Appends runs to a session.
     *
     * @param idempotencyKey the same one appends nothing more
     * @throws ProblemException 404 for an unknown session or SLX, 409 for a key that another request had
     */
    Accepted append(
            String workspace, UUID id, Requester requester, RunSessionPatch asked, @Nullable String idempotencyKey) {
        Session session = runs.session(workspace, id)
                .orElseThrow(() -> ProblemException.notFound("Workspace \"" + workspace + "\" has no open run session "
                        + id + ". A session can be appended to for a day after its last run ended."));
        Instant now = now();
        Session extended = session.from(now);
        List<RunRequestCreate> requests =
                Optional.ofNullable(asked.getRunRequests()).orElse(List.of());
        byte[] request = digest(requester, asked);
        once(
                extended,
                () -> planned(extended, requests, requester.role(), null, now),
                planned -> newRuns.append(id, planned, idempotencyKey, request),
                () -> Optional.ofNullable(idempotencyKey).flatMap(key -> runs.calledToAppend(id, key, request)));
        return new Accepted(session, runs.ofSession(id));
    }

    /**
     * Plans what a call asks for, stores it and sends it; a call that comes again is answered as the first time, also where it
     * could not be accepted now.
     *
     * @param store false when it was stored before
     * @param before what the same call has brought about
     */
    private Accepted once(
            Session session,
            Supplier<List<Dispatcher.Planned>> plan,
            Predicate<List<Dispatcher.Planned>> store,
            Supplier<Optional<AcceptedRuns.Called>> before) {
        List<Dispatcher.Planned> planned;
        try {
            planned = plan.get();
        } catch (ProblemException notNow) {
            return answered(before.get().orElseThrow(() -> notNow));
        }
        if (!store.test(planned)) {
            return answered(before.get()
                    .orElseThrow(() -> ProblemException.conflict(
                            "A call with this Idempotency-Key is being answered now. Ask again.")));
        }
        send(session, planned);
        return new Accepted(
                session, planned.stream().map(Dispatcher.Planned::run).toList());
    }

    /** What PostgreSQL keeps exactly: an event published again must carry the same time as the first. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Answers a call that was answered before. */
    private Accepted answered(AcceptedRuns.Called before) {
        if (before.other()) {
            throw ProblemException.conflict("The Idempotency-Key was used for another request, which session "
                    + before.session().id() + " came of. Expected the same body from the same caller, or another key.");
        }
        return new Accepted(before.session(), runs.ofSession(before.session().id()));
    }

    private static byte[] digest(Requester requester, Object asked) {
        return Sha256.of(requester.subject() + "\n" + JSON.writeValueAsString(asked));
    }

    private List<Dispatcher.Planned> planned(
            Session session, List<RunRequestCreate> requests, Role role, @Nullable Overlap overlap, Instant now) {
        Map<Asked, Plan> known = new HashMap<>();
        return requests.stream()
                .map(request -> planned(session, request, role, overlap, now, known))
                .toList();
    }

    /** What a plan depends on: runs of one call that are alike in it share one. */
    private record Asked(
            SlxRef slx,
            List<String> titles,
            Map<String, String> overrides,
            @Nullable String commit) {}

    private Dispatcher.Planned planned(
            Session session,
            RunRequestCreate request,
            Role role,
            @Nullable Overlap overlap,
            Instant now,
            Map<Asked, Plan> known) {
        if (!plans.loaded()) {
            throw ProblemException.unavailable("The runner has just started and still reads what it can run. Nothing of"
                    + " this session was accepted; ask again.");
        }
        SlxRef slx = SlxRef.of(session.workspace(), request.getSlxName());
        if (!plans.slxExists(slx)) {
            throw ProblemException.notFound("Workspace \"" + session.workspace() + "\" has no SLX \"" + slx.shortName()
                    + "\". Nothing of this session was accepted.");
        }
        AcceptedRun run = new AcceptedRun(
                RunIds.next(clock),
                session.id(),
                slx,
                now,
                titles(request),
                Optional.ofNullable(request.getRuntimeVarOverrides()).orElse(Map.of()),
                request.getCommit(),
                session.startBy(),
                role,
                0,
                0,
                false,
                null,
                overlap);
        Plan plan = known.computeIfAbsent(
                new Asked(slx, run.taskTitles(), run.overrides(), run.commit()), alike -> dispatcher.plan(run));
        boolean limited = plan instanceof Plan.Ready ready && (overlap != null || limits.holdFor(slx, ready));
        Dispatcher.Planned planned = new Dispatcher.Planned(run, plan, limited);
        return planned.goesAtOnce() ? new Dispatcher.Planned(run.withAttempt(1), plan, false) : planned;
    }

    private void send(Session session, List<Dispatcher.Planned> planned) {
        dispatcher.publishStored(
                session, planned.stream().filter(Dispatcher.Planned::goesAtOnce).toList());
        Limits.Round round = limits.round();
        for (Dispatcher.Planned one : planned) {
            if (one.limited()) {
                // The sweep knows who was here before.
                sweepSoon.run();
            } else if (!one.goesAtOnce()) {
                dispatcher.advance(() -> session, one.run(), round);
            }
        }
    }

    private static List<String> titles(RunRequestCreate request) {
        List<String> titles = Optional.ofNullable(request.getTaskTitles()).orElse(List.of()).stream()
                .map(RunSessions::title)
                .toList();
        return titles.contains(ALL) ? List.of() : titles;
    }

    /** Public libraries send the tasks that a Runbook's answer lists. */
    private static String title(Object asked) {
        Object title = asked instanceof Map<?, ?> task ? task.get("value") : asked;
        if (title instanceof String text && text.length() <= LONGEST_TITLE) {
            return text;
        }
        throw ProblemException.badRequest("Expected in taskTitles a title of at most " + LONGEST_TITLE
                + " characters or a task with one as its value, found " + Text.cutTo(String.valueOf(asked), 80) + ".");
    }

    private static String name(RunSessionCreate asked, UUID id) {
        if (asked.getName() != null) {
            return asked.getName();
        }
        String prefix = Optional.ofNullable(asked.getGenerateName()).orElse("session");
        String suffix = id.toString().substring(24);
        return prefix + (prefix.endsWith("-") ? "" : "-") + suffix;
    }
}
