package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of one sync: check the address, ask what the remote has, fetch it, weigh it, make it the good one. */
final class CollectionSync {

    /** Where a sync arrived. */
    record Reached(SyncStatus status, MirrorState state, String sentence) {}

    private static final Logger log = LoggerFactory.getLogger(CollectionSync.class);
    private static final Pattern COMMIT_START = Pattern.compile("[0-9a-f]{7,40}");
    private static final int NAMES_SHOWN = 5;

    private final Path directory;
    private final BareRepository bare;
    private final CollectionSource source;
    private final UrlRules rules;
    private final MirrorLimits limits;

    CollectionSync(Path directory, BareRepository bare, CollectionSource source, UrlRules rules, MirrorLimits limits) {
        this.directory = directory;
        this.bare = bare;
        this.source = source;
        this.rules = rules;
        this.limits = limits;
    }

    /** Follows the source's revision. */
    Reached follow(Optional<MirrorState> known) throws Exception {
        recheckAddress();
        try (Repository local = bare.prepare()) {
            boolean kept = known.isPresent()
                    && local.getObjectDatabase()
                            .has(ObjectId.fromString(known.get().commit()));
            Optional<MirrorState> usable = kept ? known : Optional.empty();
            if (source.revision() instanceof Revision.Ref ref
                    && usable.filter(state -> state.commit().equals(ref.name())).isPresent()) {
                return unchanged(usable.get());
            }
            try (Remote remote = remote(local)) {
                try {
                    return follow(local, remote, usable);
                } catch (Exception e) {
                    throw remote.explain(e);
                } finally {
                    BareRepository.forget(local, BareRepository.INCOMING);
                    bare.removeIncoming();
                }
            }
        }
    }

    /** Brings one commit. */
    Reached bring(ObjectId commit, Optional<MirrorState> known) throws Exception {
        recheckAddress();
        try (Repository local = bare.prepare()) {
            boolean kept = local.exactRef(BareRepository.COMMITS + commit.name()) != null
                    || known.filter(state -> state.commit().equals(commit.name()))
                            .isPresent();
            if (kept && local.getObjectDatabase().has(commit)) {
                return weighed(local, commit, SyncStatus.UNCHANGED);
            }
            try (Remote remote = remote(local)) {
                try {
                    fetchCommit(local, remote, commit);
                    Reached reached = weighed(local, commit, SyncStatus.UPDATED);
                    BareRepository.pointTo(local, BareRepository.COMMITS + commit.name(), commit);
                    return reached;
                } catch (Exception e) {
                    throw remote.explain(e);
                } finally {
                    BareRepository.forget(local, BareRepository.ALL);
                    bare.removeIncoming();
                }
            }
        }
    }

    private Reached follow(Repository local, Remote remote, Optional<MirrorState> usable) throws Exception {
        List<Remote.Found> found = remote.list(candidates());
        ObjectId commit;
        if (!found.isEmpty()) {
            Remote.Found tip = found.getFirst();
            if (usable.filter(state -> state.commit().equals(tip.commit().name()))
                    .isPresent()) {
                return unchanged(usable.get());
            }
            remote.fetchTip(tip.ref(), BareRepository.INCOMING);
            commit = arrived(local, tip);
        } else if (source.revision() instanceof Revision.Ref ref
                && COMMIT_START.matcher(ref.name()).matches()) {
            commit = namedCommit(local, remote, ref.name());
        } else {
            throw missing(remote.listAll());
        }
        Reached reached = weighed(local, commit, SyncStatus.UPDATED);
        BareRepository.pointTo(local, BareRepository.GOOD, commit);
        BareRepository.forget(local, BareRepository.ALL);
        return reached;
    }

    private List<String> candidates() {
        return switch (source.revision()) {
            case Revision.DefaultBranch _ -> List.of(Constants.HEAD);
            case Revision.Branch branch -> List.of(Constants.R_HEADS + branch.name());
            // Collections are also registered with a branch's name under "tag", since image tags are called like
            // branches.
            case Revision.Tag tag -> List.of(Constants.R_TAGS + tag.name(), Constants.R_HEADS + tag.name());
            case Revision.Ref ref when ref.name().startsWith(Constants.R_REFS) -> List.of(ref.name());
            case Revision.Ref ref -> List.of(Constants.R_HEADS + ref.name(), Constants.R_TAGS + ref.name());
        };
    }

    /** The ref may have moved since it was listed, so what arrived counts. */
    private static ObjectId arrived(Repository local, Remote.Found tip) throws IOException {
        Ref incoming = local.exactRef(BareRepository.INCOMING);
        if (incoming == null) {
            return tip.commit();
        }
        ObjectId peeled = local.getRefDatabase().peel(incoming).getPeeledObjectId();
        ObjectId direct = incoming.getObjectId();
        return peeled != null ? peeled : direct != null ? direct : tip.commit();
    }

    private ObjectId namedCommit(Repository local, Remote remote, String name) throws Exception {
        if (name.length() == Constants.OBJECT_ID_STRING_LENGTH) {
            ObjectId commit = ObjectId.fromString(name);
            if (!local.getObjectDatabase().has(commit)) {
                fetchCommit(local, remote, commit);
            }
            return commit;
        }
        remote.fetchAll(BareRepository.ALL);
        ObjectId commit;
        try {
            commit = local.resolve(name + "^{commit}");
        } catch (AmbiguousObjectException e) {
            throw new SyncFailure(
                    SyncStatus.MISSING_REF,
                    "Expected '" + name + "' to name one commit of " + source.url()
                            + ", and several start so. Give more digits.",
                    e);
        }
        if (commit == null) {
            throw missing(remote.listAll());
        }
        return commit;
    }

    private void fetchCommit(Repository local, Remote remote, ObjectId commit) throws Exception {
        try {
            remote.fetchTip(commit.name(), BareRepository.ALL + commit.name());
        } catch (SyncFailure | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            SyncFailure cause = remote.explain(e);
            if (cause.status() != SyncStatus.INVALID_CONTENT) {
                throw cause;
            }
            log.debug("{} does not hand out {} by its id; its branches and tags are fetched", source.url(), commit, e);
            remote.fetchAll(BareRepository.ALL);
        }
        if (!local.getObjectDatabase().has(commit)) {
            throw new SyncFailure(
                    SyncStatus.MISSING_REF,
                    "Expected commit " + commit.name() + " in " + source.url()
                            + ", and no branch or tag leads to it. Push it, or name another commit.");
        }
    }

    private Reached weighed(Repository local, ObjectId commit, SyncStatus status) throws SyncFailure, IOException {
        TreeMeasure.Measured measured = TreeMeasure.measure(local, commit, source, limits, true);
        MirrorState state = new MirrorState(
                source.url().identity(),
                source.path().value(),
                commit.name(),
                measured.files().size(),
                measured.bytes());
        return new Reached(
                status,
                state,
                "Fetched commit " + commit.abbreviate(10).name() + " of " + source.url() + " ("
                        + source.revision().description() + "): " + state.files() + " files, "
                        + BoundedTransfer.words(state.bytes()) + ".");
    }

    private Reached unchanged(MirrorState state) {
        return new Reached(
                SyncStatus.UNCHANGED,
                state,
                source.url() + " still stands at commit " + state.commit().substring(0, 10) + " ("
                        + source.revision().description() + ").");
    }

    private SyncFailure missing(Map<String, Ref> refs) {
        if (refs.isEmpty()) {
            return new SyncFailure(
                    SyncStatus.EMPTY_REPOSITORY,
                    "Expected at least one commit in " + source.url() + ", and it is empty. Push a branch to it.");
        }
        return new SyncFailure(
                SyncStatus.MISSING_REF,
                "Expected " + source.revision().description() + " in " + source.url()
                        + ", and it does not exist. It has " + some(refs) + ". Name one of those, or push it.");
    }

    private static String some(Map<String, Ref> refs) {
        List<String> names = refs.keySet().stream()
                .map(Repository::shortenRefName)
                .map(name -> name.replaceAll("[^\\x20-\\x7e\\p{L}\\p{N}]", "?"))
                .map(name -> name.length() > 60 ? name.substring(0, 60) + "…" : name)
                .limit(NAMES_SHOWN)
                .toList();
        return String.join(", ", names)
                + (refs.size() > NAMES_SHOWN ? " and " + (refs.size() - NAMES_SHOWN) + " more" : "");
    }

    private Remote remote(Repository local) {
        return new Remote(local, source, new BoundedTransfer(bare, limits, source.url()), directory);
    }

    private void recheckAddress() throws SyncFailure {
        try {
            source.url().recheck(rules);
        } catch (InvalidSource e) {
            throw new SyncFailure(SyncStatus.URL_REFUSED, String.valueOf(e.getMessage()), e);
        }
    }
}
