package io.groundcrew.runner.secret;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.api.SecretsApi;
import io.groundcrew.runner.api.model.SecretKey;
import io.groundcrew.runner.api.model.SecretKeyList;
import io.groundcrew.runner.api.model.SecretUsage;
import io.groundcrew.runner.api.model.SecretUse;
import io.groundcrew.runner.api.model.StoredSecrets;
import io.groundcrew.runner.resource.Paging;
import io.groundcrew.runner.resource.Resources;
import io.groundcrew.runner.resource.RobotSpec;
import io.groundcrew.runner.resource.StoredResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** A workspace's secrets as the API takes them and never gives them back. */
@RestController
class SecretsController implements SecretsApi {

    private final WorkspaceSecrets secrets;
    private final Resources resources;

    SecretsController(WorkspaceSecrets secrets, Resources resources) {
        this.secrets = secrets;
        this.resources = resources;
    }

    @Override
    public ResponseEntity<StoredSecrets> putSecrets(String workspace, SecretUpload body) {
        resources.requireWorkspace(workspace);
        Map<String, @Nullable String> given = body.secrets();
        if (given == null) {
            throw ProblemException.badRequest("Expected an object \"secrets\" with a value by name, found none.");
        }
        Map<String, Boolean> stored =
                secrets.put(workspace, given, Caller.current().subject());
        return ResponseEntity.ok(new StoredSecrets(names(stored, true), names(stored, false)));
    }

    @Override
    public ResponseEntity<SecretKeyList> listSecretKeys(String workspace, Integer limit, @Nullable String cursor) {
        resources.requireWorkspace(workspace);
        Paging<StoredSecret> page = Paging.cut(secrets.of(workspace), limit, cursor, StoredSecret::name);
        SecretKeyList list = new SecretKeyList(
                page.results().stream().map(SecretsController::shown).toList());
        list.setNext(page.next());
        return ResponseEntity.ok(list);
    }

    @Override
    public ResponseEntity<Void> deleteSecret(String workspace, String key) {
        resources.requireWorkspace(workspace);
        if (!secrets.delete(workspace, key, Caller.current().subject())) {
            throw unknown(workspace);
        }
        return ResponseEntity.noContent().build();
    }

    @Override
    public ResponseEntity<SecretUsage> getSecretUsage(String workspace, String key) {
        resources.requireWorkspace(workspace);
        if (secrets.of(workspace).stream().noneMatch(secret -> secret.name().equals(key))) {
            throw unknown(workspace);
        }
        List<SecretUse> uses = new ArrayList<>();
        resources.in(workspace, Kind.SLI).forEach(sli -> addUses(sli, key, uses));
        resources.in(workspace, Kind.RUNBOOK).forEach(runbook -> addUses(runbook, key, uses));
        return ResponseEntity.ok(new SecretUsage(key, uses));
    }

    private static void addUses(StoredResource document, String key, List<SecretUse> uses) {
        RobotSpec robot = document.robot();
        if (robot == null) {
            return;
        }
        robot.secrets().stream()
                .filter(secret -> secret.workspaceKey().equals(key))
                .map(secret -> new SecretUse(
                        document.kind() == Kind.SLI
                                ? SecretUse.KindEnum.SERVICE_LEVEL_INDICATOR
                                : SecretUse.KindEnum.RUNBOOK,
                        document.slx().fullName(),
                        document.slx().shortName(),
                        secret.name()))
                .forEach(uses::add);
    }

    private static SecretKey shown(StoredSecret secret) {
        return new SecretKey(secret.name(), secret.created(), secret.modified(), secret.modifiedBy());
    }

    private static List<String> names(Map<String, Boolean> stored, boolean created) {
        return stored.entrySet().stream()
                .filter(one -> one.getValue() == created)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static ProblemException unknown(String workspace) {
        return ProblemException.notFound("Workspace \"" + workspace + "\" has no secret of that name.");
    }
}
