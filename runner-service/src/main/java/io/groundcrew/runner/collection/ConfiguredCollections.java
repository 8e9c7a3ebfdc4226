package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.mirror.RepositoryUrl;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the collections of the configuration registered, and forgets those that left it. */
class ConfiguredCollections {

    private static final Logger log = LoggerFactory.getLogger(ConfiguredCollections.class);

    private final CollectionProperties properties;
    private final Registration registration;
    private final CollectionRows rows;
    private boolean done;

    ConfiguredCollections(CollectionProperties properties, Registration registration, CollectionRows rows) {
        this.properties = properties;
        this.registration = registration;
        this.rows = rows;
    }

    /** Brings the table to what the configuration says, once. */
    void apply() {
        if (done) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (CollectionProperties.Entry entry : properties.codeCollections()) {
            String name = name(entry);
            names.add(name);
            try {
                registration.register(name, wanted(entry), true);
            } catch (IllegalArgumentException | IllegalStateException e) {
                log.error("runner.codeCollections has an entry {} that cannot be used: {}", name, e.getMessage());
            }
        }
        rows.all().stream()
                .filter(collection -> collection.readOnly() && !names.contains(collection.name()))
                .forEach(collection -> registration.delete(collection.name()));
        done = true;
    }

    private static WantedCollection wanted(CollectionProperties.Entry entry) {
        String token = token(entry);
        return new WantedCollection(
                entry.repoURL(),
                entry.branch(),
                entry.tag(),
                entry.ref(),
                entry.repoPath(),
                entry.syncInterval(),
                entry.workerReplicas(),
                new GitLogin(
                        entry.authUser() == null ? token : null,
                        entry.authUser(),
                        entry.authUser() == null ? null : token,
                        null,
                        null),
                null);
    }

    private static @Nullable String token(CollectionProperties.Entry entry) {
        String variable = entry.authTokenFromEnv();
        if (variable == null || variable.isBlank()) {
            return entry.authToken();
        }
        String token = System.getenv(variable);
        if (token == null) {
            log.error(
                    "runner.codeCollections names the environment variable {} for {}, which is not set",
                    variable,
                    RepositoryUrl.identityOf(entry.repoURL()));
        }
        return token;
    }

    private static String name(CollectionProperties.Entry entry) {
        String given = entry.name();
        String name = given != null && !given.isBlank() ? given : lastPart(RepositoryUrl.identityOf(entry.repoURL()));
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
        return plain.length() > 40 ? plain.substring(0, 40) : plain;
    }

    private static String lastPart(String identity) {
        return identity.substring(identity.lastIndexOf('/') + 1);
    }
}
