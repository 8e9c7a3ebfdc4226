package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.mirror.RepositoryUrl;
import io.groundcrew.codecollection.mirror.Revision;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A CodeCollection as it is registered and as its last sync left it.
 *
 * @param repoUrl URL without credentials
 * @param branch at most one of branch, tag and ref is given
 * @param sealedCredentials encrypted for this service, null for none; likewise the webhook's secret
 * @param readOnly whether it comes from the configuration
 * @param revision rises when what is synced changes
 * @param syncState {@code never}, {@code syncing}, {@code ok} or {@code failed}
 * @param commit last good commit, null before the first good sync
 */
public record RegisteredCollection(
        String name,
        String repoUrl,
        @Nullable String branch,
        @Nullable String tag,
        @Nullable String ref,
        String repoPath,
        Duration syncInterval,
        int workerReplicas,
        byte @Nullable [] sealedCredentials,
        byte @Nullable [] sealedWebhookSecret,
        boolean readOnly,
        long revision,
        String syncState,
        String syncMessage,
        @Nullable Instant lastAttemptAt,
        @Nullable Instant lastSuccessAt,
        @Nullable String commit,
        int codeBundles,
        int tasks,
        int findings) {

    /** What it follows, for people. */
    public String revisionText() {
        return gitRevision().description();
    }

    /** What a commit id belongs to: another repository or sub-path makes it meaningless. */
    public String source() {
        return RepositoryUrl.identityOf(repoUrl) + "#" + repoPath;
    }

    Revision gitRevision() {
        return Revision.of(branch, tag, ref);
    }

    /** Whether a document's ref may be what it follows; of a remote's head nobody knows the name. */
    boolean follows(@Nullable String wanted) {
        return wanted == null || (branch == null && tag == null && ref == null) || names(wanted);
    }

    /** Whether a document's ref is what it follows. */
    boolean names(@Nullable String wanted) {
        return wanted != null
                && (wanted.equals(branch) || wanted.equals(tag) || wanted.equals(ref) || wanted.equals(commit));
    }

    @Override
    public String toString() {
        return "RegisteredCollection[" + name + "]";
    }
}
