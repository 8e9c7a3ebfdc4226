package io.groundcrew.runner.collection;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Collections as they are configured. Directories are texts: Spring would look for a path with a leading slash in the web
 * application first.
 *
 * @param dataDirectory where mirrors are kept; of this process alone
 * @param fileRoots below which {@code file:} repositories may lie; none by default
 * @param forbiddenRoots below which they may not lie in any case, besides the data directory
 * @param syncsAtOnce how many collections are synced at a time
 * @param syncTimeout how long one sync may take
 * @param codeCollections collections that the API cannot change, with RunWhen's keys
 */
@ConfigurationProperties("runner")
record CollectionProperties(
        String dataDirectory,
        @DefaultValue List<String> fileRoots,
        @DefaultValue List<String> forbiddenRoots,
        @DefaultValue("3") int syncsAtOnce,
        @DefaultValue("5m") Duration syncTimeout,
        @DefaultValue List<Entry> codeCollections) {

    /**
     * One collection.
     *
     * @param name the repository's name when absent
     * @param authTokenFromEnv name of the environment variable that holds the token
     */
    record Entry(
            String repoURL,
            @Nullable String branch,
            @Nullable String tag,
            @Nullable String ref,
            @Nullable String repoPath,
            @Nullable String name,
            @DefaultValue("1") int workerReplicas,
            @Nullable Duration syncInterval,
            @Nullable String authUser,
            @Nullable String authToken,
            @Nullable String authTokenFromEnv) {

        @Override
        public String toString() {
            return "Entry[" + repoURL + "]";
        }
    }
}
