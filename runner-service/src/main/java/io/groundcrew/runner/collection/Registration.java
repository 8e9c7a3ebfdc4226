package io.groundcrew.runner.collection;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.codecollection.mirror.CollectionPath;
import io.groundcrew.codecollection.mirror.CollectionSource;
import io.groundcrew.codecollection.mirror.Credentials;
import io.groundcrew.codecollection.mirror.RepositoryUrl;
import io.groundcrew.contracts.Names;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Registers, changes and forgets collections. */
public class Registration {

    private static final Logger log = LoggerFactory.getLogger(Registration.class);

    private final CollectionRows rows;
    private final CollectionDirectory directory;
    private final CollectionSecrets secrets;
    private final Mirrors mirrors;
    private final RemoteCheck remote;
    private final ChangeCounters counters;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Runnable sync;

    Registration(
            CollectionRows rows,
            CollectionDirectory directory,
            CollectionSecrets secrets,
            Mirrors mirrors,
            RemoteCheck remote,
            ChangeCounters counters,
            TransactionTemplate transaction,
            Clock clock,
            Runnable sync) {
        this.rows = rows;
        this.directory = directory;
        this.secrets = secrets;
        this.mirrors = mirrors;
        this.remote = remote;
        this.counters = counters;
        this.transaction = transaction;
        this.clock = clock;
        this.sync = sync;
    }

    /** Whether the collection was registered rather than changed, and what it is now. */
    record Outcome(boolean created, RegisteredCollection collection) {}

    /**
     * Registers or changes a collection that people may change.
     *
     * @throws IllegalArgumentException when something in it is refused before any remote is asked
     * @throws ProblemException when the remote says no, or the collection comes from the configuration
     */
    Outcome put(String name, WantedCollection wanted) {
        Optional<RegisteredCollection> before = rows.find(Names.place(name));
        if (before.filter(RegisteredCollection::readOnly).isPresent()) {
            throw ProblemException.conflict(
                    "CodeCollection " + name
                            + " comes from the configuration (runner.codeCollections) and cannot be changed here. Change it there.");
        }
        RegisteredCollection candidate = candidate(name, wanted, before, false);
        CollectionSource source = checked(candidate);
        if (before.isEmpty() || !sameRemote(before.get(), candidate)) {
            remote.check(name, source, before.isEmpty());
        }
        store(candidate, before);
        return new Outcome(before.isEmpty(), rows.find(name).orElse(candidate));
    }

    /**
     * Registers a collection without asking its remote; does nothing when it is registered so.
     *
     * @param readOnly whether people may change it from now on
     * @throws IllegalArgumentException when something in it is refused
     */
    public void register(String name, WantedCollection wanted, boolean readOnly) {
        Optional<RegisteredCollection> before = rows.find(Names.place(name));
        RegisteredCollection candidate = candidate(name, wanted, before, readOnly);
        checked(candidate);
        if (before.isEmpty() || !same(before.get(), candidate)) {
            store(candidate, before);
        }
    }

    /** Whether a collection of this name is registered with this repository, whatever else people have changed of it. */
    public boolean isRegistered(String name, String repoUrl) {
        return rows.find(Names.place(name))
                .filter(found -> RepositoryUrl.identityOf(found.repoUrl()).equals(RepositoryUrl.identityOf(repoUrl)))
                .isPresent();
    }

    /** Forgets a collection; false when there is none of that name. */
    boolean delete(String name) {
        boolean deleted = Boolean.TRUE.equals(transaction.execute(status -> {
            counters.next(Counter.COLLECTIONS);
            return rows.delete(name);
        }));
        directory.refresh();
        if (deleted) {
            mirrors.remove(name);
        }
        return deleted;
    }

    private void store(RegisteredCollection candidate, Optional<RegisteredCollection> before) {
        boolean sameSource =
                before.filter(old -> old.source().equals(candidate.source())).isPresent();
        transaction.executeWithoutResult(status -> {
            counters.next(Counter.COLLECTIONS);
            rows.put(candidate, sameSource, clock.instant());
        });
        directory.refresh();
        sync.run();
    }

    private CollectionSource checked(RegisteredCollection candidate) {
        Credentials credentials =
                secrets.login(candidate).map(GitLogin::credentials).orElseGet(Credentials.None::new);
        return mirrors.source(candidate, credentials);
    }

    private RegisteredCollection candidate(
            String name, WantedCollection wanted, Optional<RegisteredCollection> before, boolean readOnly) {
        GitLogin login = wanted.login();
        if (login != null) {
            login.credentials();
        }
        String secret = wanted.webhookSecret();
        RegisteredCollection old = before.orElse(null);
        if (login == null
                && old != null
                && old.sealedCredentials() != null
                && !receiver(old.repoUrl()).equals(receiver(wanted.repoUrl()))) {
            throw new IllegalArgumentException("The stored credentials were given for " + receiver(old.repoUrl())
                    + " and would be sent to " + receiver(wanted.repoUrl())
                    + ". Give credentials with the new repoURL, {} for none.");
        }
        return new RegisteredCollection(
                name,
                wanted.repoUrl().strip(),
                wanted.branch(),
                wanted.tag(),
                wanted.ref(),
                CollectionPath.parse(wanted.repoPath() == null ? "" : wanted.repoPath())
                        .value(),
                wanted.interval(),
                wanted.workerReplicas() == null ? 1 : wanted.workerReplicas(),
                login == null ? old == null ? null : old.sealedCredentials() : secrets.store(name, login),
                secret == null
                        ? old == null ? null : old.sealedWebhookSecret()
                        : secrets.storeWebhookSecret(name, secret),
                readOnly,
                old == null ? 1 : old.revision() + 1,
                "never",
                "It has not been synced yet.",
                null,
                null,
                null,
                0,
                0,
                0);
    }

    /** Who gets the credentials, and whether others may read them on their way. */
    private static String receiver(String repoUrl) {
        String identity = RepositoryUrl.identityOf(repoUrl);
        int end = identity.indexOf('/', identity.indexOf("://") + 3);
        return end < 0 ? identity : identity.substring(0, end);
    }

    private boolean sameRemote(RegisteredCollection one, RegisteredCollection other) {
        return one.source().equals(other.source())
                && Objects.equals(one.branch(), other.branch())
                && Objects.equals(one.tag(), other.tag())
                && Objects.equals(one.ref(), other.ref())
                && sameLogin(one, other);
    }

    /** One that cannot be opened any more is to be replaced. */
    private boolean sameLogin(RegisteredCollection one, RegisteredCollection other) {
        try {
            return secrets.login(one).equals(secrets.login(other));
        } catch (IllegalStateException e) {
            log.warn("The stored credentials of {} cannot be opened: {}", one.name(), e.toString());
            return false;
        }
    }

    private boolean same(RegisteredCollection one, RegisteredCollection other) {
        return sameRemote(one, other)
                && one.repoUrl().equals(other.repoUrl())
                && one.syncInterval().equals(other.syncInterval())
                && one.workerReplicas() == other.workerReplicas()
                && one.readOnly() == other.readOnly();
    }
}
