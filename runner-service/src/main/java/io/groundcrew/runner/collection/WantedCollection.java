package io.groundcrew.runner.collection;

import io.groundcrew.runner.api.model.CodeCollectionSpec;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What is to be registered, whoever asks.
 *
 * @param login null leaves the stored credentials as they are
 * @param webhookSecret null leaves the stored one as it is
 */
public record WantedCollection(
        String repoUrl,
        @Nullable String branch,
        @Nullable String tag,
        @Nullable String ref,
        @Nullable String repoPath,
        @Nullable Duration syncInterval,
        @Nullable Integer workerReplicas,
        @Nullable GitLogin login,
        @Nullable String webhookSecret) {

    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

    static WantedCollection of(CodeCollectionSpec spec) {
        var credentials = spec.getCredentials();
        return new WantedCollection(
                spec.getRepoURL(),
                blankToNull(spec.getBranch()),
                blankToNull(spec.getTag()),
                blankToNull(spec.getRef()),
                spec.getRepoPath(),
                interval(spec.getSyncInterval()),
                spec.getWorkerReplicas(),
                credentials == null ? null : GitLogin.of(credentials),
                spec.getWebhookSecret());
    }

    /**
     * How often it is synced.
     *
     * @throws IllegalArgumentException when it is to be synced too often or too seldom
     */
    Duration interval() {
        if (syncInterval == null) {
            return DEFAULT_INTERVAL;
        }
        if (syncInterval.compareTo(SHORTEST_INTERVAL) < 0 || syncInterval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "Expected syncInterval to be from PT10S to P1D, found " + syncInterval + ".");
        }
        return syncInterval;
    }

    private static @Nullable Duration interval(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Duration.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "Expected syncInterval to be an ISO 8601 duration such as PT1M, found \""
                            + text.replaceAll("[^\\x20-\\x7e]", "?") + "\".",
                    e);
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
