package io.groundcrew.runner.resource;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.api.WorkspacesApi;
import io.groundcrew.runner.api.model.Workspace;
import io.groundcrew.runner.api.model.WorkspaceList;
import java.util.Comparator;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** Workspaces as the API shows them. */
@RestController
class WorkspacesController implements WorkspacesApi {

    private final Resources resources;

    WorkspacesController(Resources resources) {
        this.resources = resources;
    }

    @Override
    public ResponseEntity<Workspace> getWorkspace(String workspace) {
        StoredResource found = resources.workspace(workspace);
        if (found == null) {
            throw ProblemException.notFound("There is no workspace \"" + workspace + "\".");
        }
        return ResponseEntity.ok(shown(found));
    }

    @Override
    public ResponseEntity<WorkspaceList> listWorkspaces() {
        Caller caller = Caller.current();
        return ResponseEntity.ok(new WorkspaceList(resources.all(Kind.WORKSPACE).stream()
                .filter(workspace -> caller.may(Role.READONLY, workspace.name()))
                .sorted(Comparator.comparing(StoredResource::created).reversed())
                .map(this::shown)
                .toList()));
    }

    private Workspace shown(StoredResource workspace) {
        return new Workspace(
                workspace.name(),
                resources.locations(workspace.name()),
                resources.in(workspace.name(), Kind.SLX).size());
    }
}
