package io.groundcrew.runner.collection;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.runner.api.CodeCollectionsApi;
import io.groundcrew.runner.api.model.CodeBundleList;
import io.groundcrew.runner.api.model.CodeCollection;
import io.groundcrew.runner.api.model.CodeCollectionList;
import io.groundcrew.runner.api.model.CodeCollectionSpec;
import io.groundcrew.runner.api.model.CollectionCounts;
import io.groundcrew.runner.api.model.EnvironmentState;
import io.groundcrew.runner.api.model.SyncState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** CodeCollections as the API shows them; what is secret is never among it. */
@RestController
class CodeCollectionsController implements CodeCollectionsApi {

    private final CollectionRows rows;
    private final CollectionDirectory directory;
    private final Registration registration;
    private final Syncs syncs;
    private final Webhooks webhooks;
    private final EnvironmentStates environments;
    private final SyncSignal signal;
    private final Clock clock;

    CodeCollectionsController(
            CollectionRows rows,
            CollectionDirectory directory,
            Registration registration,
            Syncs syncs,
            Webhooks webhooks,
            EnvironmentStates environments,
            SyncSignal signal,
            Clock clock) {
        this.rows = rows;
        this.directory = directory;
        this.registration = registration;
        this.syncs = syncs;
        this.webhooks = webhooks;
        this.environments = environments;
        this.signal = signal;
        this.clock = clock;
    }

    @Override
    public ResponseEntity<Void> deleteCodeCollection(String collection) {
        if (require(collection).readOnly()) {
            throw ProblemException.conflict("CodeCollection " + collection
                    + " comes from the configuration (runner.codeCollections). Remove it there.");
        }
        registration.delete(collection);
        return ResponseEntity.noContent().build();
    }

    @Override
    public ResponseEntity<CodeCollection> getCodeCollection(String collection) {
        return ResponseEntity.ok(shown(require(collection)));
    }

    @Override
    public ResponseEntity<CodeBundleList> listCodeBundles(String collection) {
        RegisteredCollection found = require(collection);
        Optional<Catalog> catalog = directory.catalog(collection);
        CodeBundleList list = new CodeBundleList(
                catalog.map(known -> known.index().bundles().stream()
                                .map(bundle -> ShownBundles.shown(collection, bundle))
                                .toList())
                        .orElse(List.of()),
                catalog.map(known -> known.index().findings().stream()
                                .map(ShownBundles::finding)
                                .toList())
                        .orElse(List.of()));
        list.setCommit(found.commit());
        return ResponseEntity.ok(list);
    }

    @Override
    public ResponseEntity<CodeCollectionList> listCodeCollections() {
        return ResponseEntity.ok(
                new CodeCollectionList(rows.all().stream().map(this::shown).toList()));
    }

    @Override
    public ResponseEntity<Void> pushWebhook(String collection, Resource body, @Nullable String signature) {
        try {
            webhooks.verify(rows.find(collection), body.getContentAsByteArray(), signature);
        } catch (IOException e) {
            throw new UncheckedIOException("The webhook's body could not be read", e);
        }
        rows.dueAt(collection, clock.instant());
        signal.wake();
        return ResponseEntity.accepted().build();
    }

    @Override
    public ResponseEntity<CodeCollection> putCodeCollection(String collection, CodeCollectionSpec spec) {
        Registration.Outcome outcome = registration.put(collection, WantedCollection.of(spec));
        return ResponseEntity.status(outcome.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(shown(outcome.collection()));
    }

    @Override
    public ResponseEntity<CodeCollection> syncCodeCollection(String collection) {
        try {
            return switch (syncs.syncNow(collection)) {
                case SYNCED -> ResponseEntity.ok(shown(require(collection)));
                case BUSY ->
                    throw ProblemException.conflict("Other syncs of CodeCollection " + collection
                            + " have gone on for as long as one may take (runner.sync-timeout)."
                            + " Look at its sync state, and ask again when they have ended.");
                case GONE -> throw gone(collection);
                case STOPPING -> throw stopping();
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        }
    }

    private static ProblemException stopping() {
        return new ProblemException(
                HttpStatus.SERVICE_UNAVAILABLE, "The service is stopping. Try again in a few seconds.");
    }

    private static ProblemException gone(String name) {
        return ProblemException.notFound("There is no CodeCollection \"" + name + "\".");
    }

    private RegisteredCollection require(String name) {
        return rows.find(name).orElseThrow(() -> gone(name));
    }

    private CodeCollection shown(RegisteredCollection collection) {
        EnvironmentStates.Environment environment = environments.environment(collection);
        EnvironmentState state = new EnvironmentState(EnvironmentState.StateEnum.fromValue(environment.state()));
        state.setCommit(environment.commit());
        state.setReason(environment.reason());
        SyncState sync = new SyncState(SyncState.StateEnum.fromValue(collection.syncState()), collection.syncMessage());
        sync.setLastAttemptAt(collection.lastAttemptAt());
        sync.setLastSuccessAt(collection.lastSuccessAt());
        CodeCollection shown = new CodeCollection(
                collection.name(),
                collection.repoUrl(),
                collection.syncInterval().toString(),
                collection.readOnly(),
                collection.sealedCredentials() != null,
                sync,
                state,
                new CollectionCounts(collection.codeBundles(), collection.tasks(), collection.findings()));
        shown.setBranch(collection.branch());
        shown.setTag(collection.tag());
        shown.setRef(collection.ref());
        shown.setRepoPath(collection.repoPath().isEmpty() ? null : collection.repoPath());
        shown.setWorkerReplicas(collection.workerReplicas());
        shown.setCommit(collection.commit());
        return shown;
    }
}
