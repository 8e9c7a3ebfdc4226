package io.groundcrew.runner.fleet;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.chassis.keys.UnreachableKeysException;
import io.groundcrew.contracts.Names;
import io.groundcrew.contracts.fleet.PoolAnnounced;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.runner.collection.CollectionDirectory;
import io.groundcrew.runner.collection.CollectionSecrets;
import io.groundcrew.runner.collection.GitLogin;
import io.groundcrew.runner.collection.RegisteredCollection;
import io.groundcrew.runner.kafka.StatePublisher;
import io.groundcrew.runner.kafka.TopicSetup;
import io.groundcrew.runner.resource.Resources;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Tells the workers of each location which collections they must be able to run, and at which commit. */
class PoolAnnouncer {

    private static final Logger log = LoggerFactory.getLogger(PoolAnnouncer.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PoolRows rows;
    private final Pools pools;
    private final WorkerBoard board;
    private final CollectionDirectory collections;
    private final CollectionSecrets secrets;
    private final Resources resources;
    private final KeyRing keys;
    private final TopicSetup topics;
    private final StatePublisher publisher;
    private final Map<String, Said> said = new HashMap<>();
    private Named named = new Named(-1, Set.of());

    /** What was announced, with the login as it was before it was sealed and the key that it was sealed to. */
    private record Said(PoolAnnounced pool, Optional<GitLogin> login, Optional<PublicKey> receiver) {}

    PoolAnnouncer(
            PoolRows rows,
            Pools pools,
            WorkerBoard board,
            CollectionDirectory collections,
            CollectionSecrets secrets,
            Resources resources,
            KeyRing keys,
            TopicSetup topics,
            StatePublisher publisher) {
        this.rows = rows;
        this.pools = pools;
        this.board = board;
        this.collections = collections;
        this.secrets = secrets;
        this.resources = resources;
        this.keys = keys;
        this.topics = topics;
        this.publisher = publisher;
    }

    /** The locations that the resources of a version name. */
    private record Named(long version, Set<String> locations) {}

    /** Announces what changed since it last did; everything after a start. */
    void announce() throws InterruptedException {
        collections.refresh();
        resources.refresh();
        if (!collections.loaded() || !resources.loaded()) {
            return;
        }
        Set<String> wanted = new TreeSet<>();
        for (String location : locations()) {
            for (RegisteredCollection collection : collections.all()) {
                wanted.add(Pools.key(location, collection.name()));
                announce(location, collection);
            }
        }
        for (PoolRows.Row row : rows.all()) {
            String key = Pools.key(row.location(), row.pool());
            if (!wanted.contains(key)) {
                publisher.publish(Topics.POOLS, List.of(new StatePublisher.Message(key, null)));
                rows.delete(row.location(), row.pool());
                said.remove(key);
                log.info("Pool {} is no longer wanted", key);
            }
        }
        pools.refresh();
    }

    private void announce(String location, RegisteredCollection collection) throws InterruptedException {
        String key = Pools.key(location, collection.name());
        Optional<GitLogin> login;
        Optional<PublicKey> receiver;
        try {
            login = secrets.login(collection);
            receiver = login.flatMap(any -> keys.locationKey(location));
        } catch (UnreachableKeysException away) {
            log.warn("Pool {} is not announced yet: {}", key, away.getMessage());
            return;
        } catch (IllegalStateException unreadable) {
            // Its own sync says so too; the other pools go on.
            log.debug("Pool {} is not announced: {}", key, unreadable.getMessage());
            return;
        }
        PoolAnnounced bare = announcement(location, collection, null);
        Said now = new Said(bare, login, receiver);
        if (now.equals(said.get(key))) {
            return;
        }
        if (login.isPresent() && receiver.isEmpty()) {
            // Nobody at that location could open them yet; its first worker makes the key.
            return;
        }
        topics.ensurePool(location, collection.name());
        rows.put(location, collection.name(), collection.source());
        byte[] sealed = login.isPresent() && receiver.isPresent()
                ? SealedBox.seal(receiver.get(), JSON.writeValueAsBytes(login.get()), bare.sealContext())
                : null;
        publisher.publish(
                Topics.POOLS,
                List.of(new StatePublisher.Message(key, Wire.write(announcement(location, collection, sealed)))));
        said.put(key, now);
        log.info("Pool {} is announced at commit {}", key, collection.commit());
    }

    private static PoolAnnounced announcement(
            String location, RegisteredCollection collection, byte @Nullable [] sealed) {
        return new PoolAnnounced(
                location,
                collection.name(),
                collection.repoUrl(),
                collection.revisionText(),
                collection.commit(),
                collection.repoPath(),
                sealed);
    }

    /** Where anything is wanted or anybody is. */
    private Set<String> locations() {
        long version = resources.version();
        if (named.version() != version) {
            named = new Named(version, inDocuments());
        }
        Set<String> locations = new TreeSet<>(named.locations());
        board.workers().forEach(worker -> add(locations, worker.location()));
        return locations;
    }

    private Set<String> inDocuments() {
        Set<String> locations = new TreeSet<>();
        resources.all(Kind.WORKSPACE).forEach(workspace -> add(locations, resources.locations(workspace.name())));
        resources.all(Kind.SLI).forEach(sli -> add(locations, resources.locationsOf(sli)));
        resources.all(Kind.RUNBOOK).forEach(runbook -> add(locations, resources.locationsOf(runbook)));
        return locations;
    }

    private static void add(Set<String> locations, List<String> found) {
        found.forEach(location -> add(locations, location));
    }

    private static void add(Set<String> locations, String location) {
        try {
            locations.add(Names.place(location));
        } catch (IllegalArgumentException e) {
            log.debug("A location cannot have pools: {}", e.getMessage());
        }
    }
}
