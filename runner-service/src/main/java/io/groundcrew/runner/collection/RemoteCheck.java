package io.groundcrew.runner.collection;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.codecollection.mirror.CollectionSource;
import io.groundcrew.codecollection.mirror.SyncResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** Asks a remote for a few seconds whether it would give us what is to be registered. */
class RemoteCheck {

    private static final Logger log = LoggerFactory.getLogger(RemoteCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long GRACE_MILLIS = 1_000;

    private final Mirrors mirrors;

    RemoteCheck(Mirrors mirrors) {
        this.mirrors = mirrors;
    }

    /**
     * Refuses what the remote clearly refuses. A remote that does not answer in time is no reason to refuse: the sync goes
     * on trying and shows what fails.
     *
     * @param fresh whether there is no mirror of that name yet
     * @throws ProblemException with status 422 and the remote's reason as a sentence
     */
    void check(String name, CollectionSource source, boolean fresh) {
        CompletableFuture<SyncResult> asked = new CompletableFuture<>();
        Thread.ofVirtual().name("asking the remote of " + name).start(() -> {
            try {
                asked.complete(mirrors.hasty(name, source, PATIENCE).sync());
            } catch (RuntimeException e) {
                asked.completeExceptionally(e);
            }
        });
        try {
            SyncResult result = asked.get(PATIENCE.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
            if (isNo(result)) {
                if (fresh) {
                    mirrors.remove(name);
                }
                throw new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, result.message());
            }
        } catch (TimeoutException | ExecutionException e) {
            log.debug("The remote of {} did not answer in time; the sync will tell", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isNo(SyncResult result) {
        return switch (result.status()) {
            case UPDATED, UNCHANGED, UNREACHABLE, TOO_SLOW, FAILED -> false;
            case URL_REFUSED,
                    AUTHENTICATION_REFUSED,
                    HOST_KEY_REFUSED,
                    NOT_FOUND,
                    EMPTY_REPOSITORY,
                    MISSING_REF,
                    MISSING_PATH,
                    TOO_LARGE,
                    TOO_MANY_FILES,
                    INVALID_CONTENT -> true;
        };
    }
}
