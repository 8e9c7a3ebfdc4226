package io.groundcrew.insight.rest;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.Names;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.insight.api.RunRequestsApi;
import io.groundcrew.insight.api.model.ReportItem;
import io.groundcrew.insight.api.model.RunIssue;
import io.groundcrew.insight.api.model.RunRequest;
import io.groundcrew.insight.api.model.RunRequestList;
import io.groundcrew.insight.live.LogDownload;
import io.groundcrew.insight.live.LogStreams;
import io.groundcrew.insight.output.Reports;
import io.groundcrew.insight.run.Run;
import io.groundcrew.insight.run.RunReads;
import io.groundcrew.insight.web.PageRequest;
import io.groundcrew.insight.web.PageRequest.Page;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RunRequestsController implements RunRequestsApi {

    private final RunReads reads;
    private final RunIssues issues;
    private final Newborn newborn;
    private final Reports reports;
    private final LogDownload download;
    private final LogStreams streams;

    RunRequestsController(
            RunReads reads,
            RunIssues issues,
            Newborn newborn,
            Reports reports,
            LogDownload download,
            LogStreams streams) {
        this.reads = reads;
        this.issues = issues;
        this.newborn = newborn;
        this.reports = reports;
        this.download = download;
        this.streams = streams;
    }

    @Override
    public ResponseEntity<RunRequest> getRunRequest(String workspace, UUID run) {
        Run found = find(workspace, run);
        return ResponseEntity.ok(
                shapes(List.of(found)).getFirst().attempts(RunShapes.attempts(found, reads.otherAttempts(found))));
    }

    @Override
    public ResponseEntity<RunRequest> getLastGoodRun(String workspace, UUID run) {
        Run good = reads.lastGoodBefore(find(workspace, run))
                .orElseThrow(() -> ProblemException.notFound("No good run of the same tasks is kept from before run "
                        + run + ": none that completed without a failed task."));
        return ResponseEntity.ok(shapes(List.of(good)).getFirst());
    }

    /** The log goes out as it is read, so the answer is written here and there is nothing left to return. */
    @Override
    public @Nullable ResponseEntity<String> getRunLog(String workspace, UUID run, Long offset) {
        download.write(find(workspace, run), offset);
        return null;
    }

    @Override
    public @Nullable ResponseEntity<Object> streamRunLog(String workspace, UUID run, @Nullable String lastEventId) {
        streams.follow(find(workspace, run), lastEventId);
        return null;
    }

    @Override
    public ResponseEntity<List<ReportItem>> getRunReport(String workspace, UUID run) {
        return ResponseEntity.ok(reports.of(find(workspace, run)));
    }

    @Override
    public ResponseEntity<RunRequestList> listRunbookRuns(
            String workspace, String slx, Integer limit, @Nullable String cursor) {
        return list(SlxRef.of(workspace, slx), RobotKind.RUNBOOK, "runbook", limit, cursor);
    }

    @Override
    public ResponseEntity<RunRequestList> listSliRuns(
            String workspace, String slx, Integer limit, @Nullable String cursor) {
        return list(SlxRef.of(workspace, slx), RobotKind.SLI, "sli", limit, cursor);
    }

    private ResponseEntity<RunRequestList> list(
            SlxRef slx, RobotKind kind, String part, Integer limit, @Nullable String cursor) {
        String path = "/api/v3/workspaces/" + slx.workspace() + "/slxs/" + slx.shortName() + "/" + part + "/runs";
        Page<Run> page = reads.ofSlx(slx, kind, PageRequest.of(path, Map.of(), 2, limit, cursor));
        return ResponseEntity.ok(new RunRequestList(shapes(page.results())).next(page.next()));
    }

    private Run find(String workspace, UUID id) {
        Names.workspace(workspace);
        return newborn.find(id, () -> reads.find(workspace, id))
                .orElseThrow(() -> ProblemException.notFound(
                        "Workspace " + workspace + " has no run " + id + ", or it is no longer kept."));
    }

    private List<RunRequest> shapes(List<Run> runs) {
        Map<UUID, List<RunIssue>> raised = issues.of(runs);
        return runs.stream()
                .map(run -> RunShapes.request(run, raised.getOrDefault(run.ref().id(), List.of())))
                .toList();
    }
}
