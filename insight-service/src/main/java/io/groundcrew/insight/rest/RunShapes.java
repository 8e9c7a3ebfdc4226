package io.groundcrew.insight.rest;

import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.insight.api.model.RunAttempt;
import io.groundcrew.insight.api.model.RunIssue;
import io.groundcrew.insight.api.model.RunRequest;
import io.groundcrew.insight.api.model.RunSession;
import io.groundcrew.insight.run.Run;
import io.groundcrew.insight.run.RunReads;
import io.groundcrew.insight.run.RunReads.Session;
import io.groundcrew.insight.run.TaskTitles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs and sessions in the API's shapes. */
final class RunShapes {

    private static final String SETTLED_BY_RUNNER = "runner";

    private RunShapes() {}

    static RunRequest request(Run run, List<RunIssue> issues) {
        Run.Seen seen = run.seen();
        Run.Result result = run.result();
        BundleRef bundle = seen.bundle();
        RunRequest request = new RunRequest(
                        run.ref().id(),
                        run.ref().slx().fullName(),
                        run.ref().slx().shortName(),
                        run.ref().kind() == RobotKind.SLI ? RunRequest.KindEnum.SLI : RunRequest.KindEnum.RUNBOOK,
                        run.ref().requestedAt(),
                        false,
                        result == null && seen.startedAt() == null,
                        result != null,
                        status(run),
                        run.attempt())
                .runSessionId(run.session())
                .taskTitles(seen.taskTitles() == null && run.session() == null ? TaskTitles.ALL : seen.taskTitles())
                .runtimeVarOverrides(seen.overrides())
                .requester(seen.requester())
                .startedAt(seen.startedAt())
                .location(seen.location())
                .worker(seen.worker());
        if (bundle != null) {
            request.codeCollection(bundle.collection()).commit(bundle.commit()).pathToRobot(bundle.path());
        }
        if (result != null) {
            request.finishedAt(result.finishedAt())
                    .outcome(RunRequest.OutcomeEnum.fromValue(result.outcome().title()))
                    .reason(result.reason())
                    .passedTitles(result.passed())
                    .failedTitles(result.failed())
                    .skippedTitles(result.skipped())
                    .metric(result.metric())
                    .subMetrics(result.subMetrics())
                    .logLength(result.logLength())
                    .issues(issues);
        }
        return request;
    }

    /** All attempts of a run, the first one first. */
    static List<RunAttempt> attempts(Run run, List<RunReads.Attempt> others) {
        List<RunAttempt> all = new ArrayList<>();
        others.forEach(other -> all.add(new RunAttempt(other.number(), other.worker())
                .startedAt(other.startedAt())
                .finishedAt(other.finishedAt())
                .outcome(outcome(other.outcome()))
                .reason(other.reason())));
        String worker = run.seen().worker();
        // What the runner settled is no attempt of its own where the worker's own word came as well.
        boolean known = others.stream()
                .anyMatch(other -> other.number() == run.attempt()
                        && (other.worker().equals(worker) || SETTLED_BY_RUNNER.equals(worker)));
        if (worker != null && run.attempt() > 0 && !known) {
            Run.Result result = run.result();
            all.add(new RunAttempt(run.attempt(), worker)
                    .startedAt(run.seen().startedAt())
                    .finishedAt(result == null ? null : result.finishedAt())
                    .outcome(outcome(result == null ? null : result.outcome()))
                    .reason(result == null ? null : result.reason()));
        }
        all.sort(Comparator.comparing(RunAttempt::getAttempt));
        return all;
    }

    private static RunAttempt.@Nullable OutcomeEnum outcome(@Nullable Outcome outcome) {
        return outcome == null ? null : RunAttempt.OutcomeEnum.fromValue(outcome.title());
    }

    static RunSession session(Session session, List<RunRequest> requests) {
        String name = session.name();
        String source = session.source();
        return new RunSession(
                        session.id(),
                        name == null ? session.id().toString() : name,
                        source == null ? "direct" : source,
                        requests.stream().anyMatch(request -> !request.getIsCompleted()),
                        session.created(),
                        requests)
                .requester(session.requester())
                .notes(session.notes());
    }

    private static RunRequest.ProcessingStatusEnum status(Run run) {
        Run.Result result = run.result();
        if (result == null) {
            return run.seen().startedAt() == null
                    ? RunRequest.ProcessingStatusEnum.NEW
                    : RunRequest.ProcessingStatusEnum.PROCESSING;
        }
        return result.outcome() == Outcome.COMPLETED
                ? RunRequest.ProcessingStatusEnum.SUCCESSFUL
                : RunRequest.ProcessingStatusEnum.FAILED;
    }
}
