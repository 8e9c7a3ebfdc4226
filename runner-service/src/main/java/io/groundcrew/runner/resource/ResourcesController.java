package io.groundcrew.runner.resource;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.api.ResourcesApi;
import io.groundcrew.runner.api.model.ApplyResult;
import io.groundcrew.runner.api.model.Resource;
import io.groundcrew.runner.api.model.Runbook;
import io.groundcrew.runner.api.model.Slx;
import io.groundcrew.runner.api.model.SlxList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** SLXs, SLIs and Runbooks as the API shows them. */
@RestController
class ResourcesController implements ResourcesApi {

    private final Resources resources;
    private final Documents documents;
    private final ResourceWarnings warnings;
    private final TaskCatalog tasks;

    ResourcesController(Resources resources, Documents documents, ResourceWarnings warnings, TaskCatalog tasks) {
        this.resources = resources;
        this.documents = documents;
        this.warnings = warnings;
        this.tasks = tasks;
    }

    @Override
    public ResponseEntity<List<ApplyResult>> applyDocuments(String workspace, String body) {
        resources.requireWorkspace(workspace);
        return ResponseEntity.ok(documents.apply(workspace, body, "api"));
    }

    @Override
    public ResponseEntity<Void> deleteSlx(String workspace, String slx) {
        resources.requireWorkspace(workspace);
        SlxRef name = SlxRef.of(workspace, slx);
        if (!documents.delete(name)) {
            throw ProblemException.notFound("There is no SLX " + name + ".");
        }
        return ResponseEntity.noContent().build();
    }

    @Override
    public ResponseEntity<Runbook> getRunbook(String workspace, String slx) {
        StoredResource found = require(workspace, Kind.RUNBOOK, slx);
        Runbook runbook =
                new Runbook("Runbook", found.slx().fullName(), found.spec(), found.managedBy(), tasks.resolved(found));
        runbook.setCreated(found.created());
        runbook.setModified(found.modified());
        return ResponseEntity.ok(runbook);
    }

    @Override
    public ResponseEntity<Resource> getSli(String workspace, String slx) {
        return ResponseEntity.ok(shown(require(workspace, Kind.SLI, slx)));
    }

    @Override
    public ResponseEntity<Slx> getSlx(String workspace, String slx) {
        StoredResource found = require(workspace, Kind.SLX, slx);
        Slx shown = shownSlx(found);
        StoredResource sli = resources.find(Kind.SLI, found.slx());
        if (sli != null) {
            shown.setSli(shown(sli));
        }
        return ResponseEntity.ok(shown);
    }

    @Override
    public ResponseEntity<SlxList> listSlxs(String workspace, Integer limit, @Nullable String cursor) {
        resources.requireWorkspace(workspace);
        Paging<StoredResource> page =
                Paging.cutMoving(resources.in(workspace, Kind.SLX), limit, cursor, ResourcesController::place);
        SlxList list = new SlxList(page.results().stream().map(this::shownSlx).toList());
        list.setNext(page.next());
        return ResponseEntity.ok(list);
    }

    /** Sorts as the list does: newest first, then by name. */
    private static String place(StoredResource slx) {
        return "%019d ".formatted(Long.MAX_VALUE - ChronoUnit.MICROS.between(Instant.EPOCH, slx.created()))
                + slx.name();
    }

    private Slx shownSlx(StoredResource slx) {
        Slx shown = new Slx(
                slx.slx().fullName(),
                slx.name(),
                slx.workspace(),
                slx.spec(),
                resources.find(Kind.SLI, slx.slx()) != null,
                resources.find(Kind.RUNBOOK, slx.slx()) != null,
                warnings.of(slx.slx(), Kind.SLX));
        shown.setCreated(slx.created());
        shown.setModified(slx.modified());
        return shown;
    }

    private static Resource shown(StoredResource resource) {
        Resource shown = new Resource(
                DocumentKind.titleOf(resource.kind()),
                resource.slx().fullName(),
                resource.spec(),
                resource.managedBy());
        shown.setCreated(resource.created());
        shown.setModified(resource.modified());
        return shown;
    }

    private StoredResource require(String workspace, Kind kind, String name) {
        resources.requireWorkspace(workspace);
        SlxRef slx = SlxRef.of(workspace, name);
        StoredResource found = resources.find(kind, slx);
        if (found == null) {
            throw ProblemException.notFound("There is no " + DocumentKind.titleOf(kind) + " " + slx + ".");
        }
        return found;
    }
}
