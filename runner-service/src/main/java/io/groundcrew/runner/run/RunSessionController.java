package io.groundcrew.runner.run;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.runner.api.RunSessionRequestsApi;
import io.groundcrew.runner.api.model.RunRequest;
import io.groundcrew.runner.api.model.RunSession;
import io.groundcrew.runner.api.model.RunSessionCreate;
import io.groundcrew.runner.api.model.RunSessionPatch;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RunSessionController implements RunSessionRequestsApi {

    private final RunSessions sessions;

    RunSessionController(RunSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public ResponseEntity<RunSession> createRunSession(
            String workspace, RunSessionCreate body, @Nullable String idempotencyKey) {
        RunSessions.Accepted accepted = sessions.open(workspace, requester(workspace), body, idempotencyKey);
        return ResponseEntity.status(HttpStatus.CREATED).body(view(accepted));
    }

    @Override
    public ResponseEntity<RunSession> addRunRequests(
            String workspace, UUID session, RunSessionPatch body, @Nullable String idempotencyKey) {
        return ResponseEntity.ok(view(sessions.append(workspace, session, requester(workspace), body, idempotencyKey)));
    }

    private static RunSessions.Requester requester(String workspace) {
        Caller caller = Caller.current();
        return new RunSessions.Requester(caller.subject(), caller.roleIn(workspace));
    }

    private static RunSession view(RunSessions.Accepted accepted) {
        Session session = accepted.session();
        return new RunSession()
                .id(session.id())
                .name(session.name())
                .notes(session.notes())
                .source(session.source())
                .requester(session.requester())
                .created(session.created())
                .active(true)
                .runRequests(
                        accepted.runs().stream().map(RunSessionController::view).toList());
    }

    private static RunRequest view(AcceptedRun run) {
        return new RunRequest()
                .id(run.id())
                .runSessionId(run.session())
                .slxName(run.slx().fullName())
                .slxShortName(run.slx().shortName())
                .kind(RunRequest.KindEnum.RUNBOOK)
                .taskTitles(titles(run.taskTitles()))
                .runtimeVarOverrides(run.overrides())
                .requestTime(run.requestedAt())
                .isStaged(false)
                .isPending(true)
                .isCompleted(false)
                .processingStatus(RunRequest.ProcessingStatusEnum.NEW)
                .attempt(run.attempt());
    }

    static String titles(List<String> titles) {
        return titles.isEmpty()
                ? "*"
                : String.join(
                        "||",
                        titles.stream()
                                .map(title -> title.replace("||", "\\|\\|"))
                                .toList());
    }
}
