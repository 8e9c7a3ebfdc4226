package io.groundcrew.insight.issue;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.Names;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.insight.api.IssuesApi;
import io.groundcrew.insight.api.model.Issue;
import io.groundcrew.insight.api.model.IssueList;
import io.groundcrew.insight.api.model.Occurrence;
import io.groundcrew.insight.api.model.OccurrenceList;
import io.groundcrew.insight.web.PageRequest;
import io.groundcrew.insight.web.PageRequest.Page;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.RestController;

@RestController
class IssuesController implements IssuesApi {

    private final IssueReads reads;

    IssuesController(JdbcClient jdbc) {
        this.reads = new IssueReads(jdbc);
    }

    @Override
    public ResponseEntity<Issue> getIssue(String workspace, UUID issue) {
        return ResponseEntity.ok(find(workspace, issue));
    }

    @Override
    public ResponseEntity<IssueList> listIssues(
            String workspace,
            Integer limit,
            @Nullable String cursor,
            @Nullable Boolean closed,
            @Nullable Integer severity,
            @Nullable String slx) {
        Names.workspace(workspace);
        SlxRef only = slx == null ? null : SlxRef.of(workspace, slx);
        Map<String, @Nullable Object> filters = new HashMap<>();
        filters.put("closed", closed);
        filters.put("severity", severity);
        filters.put("slx", slx);
        PageRequest request = PageRequest.of("/api/v3/workspaces/" + workspace + "/issues", filters, 2, limit, cursor);
        Page<Issue> page = reads.list(workspace, only, severity, closed, request);
        return ResponseEntity.ok(new IssueList(page.results()).next(page.next()));
    }

    @Override
    public ResponseEntity<OccurrenceList> listIssueOccurrences(
            String workspace, UUID issueId, Integer limit, @Nullable String cursor) {
        find(workspace, issueId);
        PageRequest request = PageRequest.of(
                "/api/v3/workspaces/" + workspace + "/issueoccurrences", Map.of("issueId", issueId), 2, limit, cursor);
        Page<Occurrence> page = reads.occurrences(workspace, issueId, request);
        return ResponseEntity.ok(new OccurrenceList(page.results()).next(page.next()));
    }

    private Issue find(String workspace, UUID issue) {
        Names.workspace(workspace);
        return reads.find(workspace, issue)
                .orElseThrow(
                        () -> ProblemException.notFound("Workspace " + workspace + " has no issue " + issue + "."));
    }
}
