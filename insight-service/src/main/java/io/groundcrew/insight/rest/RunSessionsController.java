package io.groundcrew.insight.rest;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.Names;
import io.groundcrew.insight.api.RunSessionsApi;
import io.groundcrew.insight.api.model.RunIssue;
import io.groundcrew.insight.api.model.RunRequest;
import io.groundcrew.insight.api.model.RunSession;
import io.groundcrew.insight.api.model.RunSessionList;
import io.groundcrew.insight.live.SessionStreams;
import io.groundcrew.insight.run.Run;
import io.groundcrew.insight.run.RunReads;
import io.groundcrew.insight.run.RunReads.Session;
import io.groundcrew.insight.web.PageRequest;
import io.groundcrew.insight.web.PageRequest.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RunSessionsController implements RunSessionsApi {

    private final RunReads reads;
    private final RunIssues issues;
    private final Newborn newborn;
    private final SessionStreams streams;

    RunSessionsController(RunReads reads, RunIssues issues, Newborn newborn, SessionStreams streams) {
        this.reads = reads;
        this.issues = issues;
        this.newborn = newborn;
        this.streams = streams;
    }

    @Override
    public ResponseEntity<RunSession> getRunSession(String workspace, UUID session) {
        return ResponseEntity.ok(
                shapes(workspace, List.of(find(workspace, session))).getFirst());
    }

    /** The runs go out as they change, so the answer is written here and there is nothing left to return. */
    @Override
    public @Nullable ResponseEntity<Object> streamRunSession(
            String workspace, UUID session, @Nullable String lastEventId) {
        UUID id = find(workspace, session).id();
        streams.follow(id, () -> snapshot(workspace, id), lastEventId);
        return null;
    }

    @Override
    public ResponseEntity<RunSessionList> listRunSessions(String workspace, Integer limit, @Nullable String cursor) {
        Names.workspace(workspace);
        PageRequest request =
                PageRequest.of("/api/v3/workspaces/" + workspace + "/runsessions", Map.of(), 2, limit, cursor);
        Page<Session> page = reads.sessions(workspace, request);
        return ResponseEntity.ok(new RunSessionList(shapes(workspace, page.results())).next(page.next()));
    }

    private Session find(String workspace, UUID session) {
        Names.workspace(workspace);
        return newborn.find(session, () -> reads.findSession(workspace, session))
                .orElseThrow(() -> ProblemException.notFound(
                        "Workspace " + workspace + " has no run session " + session + ", or it is no longer kept."));
    }

    private SessionStreams.Snapshot snapshot(String workspace, UUID session) {
        Map<UUID, RunRequest> runs = new LinkedHashMap<>();
        requests(workspace, List.of(session))
                .getOrDefault(session, List.of())
                .forEach(run -> runs.put(run.getId(), run));
        return new SessionStreams.Snapshot(runs, runs.values().stream().allMatch(RunRequest::getIsCompleted));
    }

    private List<RunSession> shapes(String workspace, List<Session> sessions) {
        Map<UUID, List<RunRequest>> requests =
                requests(workspace, sessions.stream().map(Session::id).toList());
        return sessions.stream()
                .map(session -> RunShapes.session(session, requests.getOrDefault(session.id(), List.of())))
                .toList();
    }

    private Map<UUID, List<RunRequest>> requests(String workspace, List<UUID> sessions) {
        List<Run> runs = reads.ofSessions(workspace, sessions);
        Map<UUID, List<RunIssue>> raised = issues.of(runs);
        Map<UUID, List<RunRequest>> requests = new HashMap<>();
        for (Run run : runs) {
            UUID session = run.session();
            if (session != null) {
                requests.computeIfAbsent(session, id -> new ArrayList<>())
                        .add(RunShapes.request(
                                run, raised.getOrDefault(run.ref().id(), List.of())));
            }
        }
        return requests;
    }
}
