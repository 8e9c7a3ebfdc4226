package io.groundcrew.runner.resource;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.api.model.ApplyResult;
import io.groundcrew.runner.api.model.ApplyResult.ResultEnum;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes documents in and out. */
public class Documents {

    /** The longest upload. */
    public static final int MOST_BYTES = 10 * 1024 * 1024;

    private static final int MOST_DOCUMENTS = 2_000;

    private final ResourceRows rows;
    private final Resources resources;
    private final ResourceWarnings warnings;
    private final ChangeCounters counters;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Runnable announce;

    Documents(
            ResourceRows rows,
            Resources resources,
            ResourceWarnings warnings,
            ChangeCounters counters,
            TransactionTemplate transaction,
            Clock clock,
            Runnable announce) {
        this.rows = rows;
        this.resources = resources;
        this.warnings = warnings;
        this.counters = counters;
        this.transaction = transaction;
        this.clock = clock;
        this.announce = announce;
    }

    /**
     * Creates or updates what an upload holds; documents that are rejected do not hold up the others.
     *
     * @param managedBy who keeps the documents from now on
     * @return one result a document, in their order
     * @throws IllegalArgumentException when the upload as a whole is refused
     */
    public List<ApplyResult> apply(String workspace, String yaml, String managedBy) {
        return apply(workspace, yaml, managedBy, true);
    }

    /**
     * Brings documents up to date that are still as their keeper applied them; what others have changed or deleted since stays
     * so, and nothing is created.
     *
     * @param managedBy the keeper
     * @return one result a document, in their order
     * @throws IllegalArgumentException when the upload as a whole is refused
     */
    public List<ApplyResult> update(String workspace, String yaml, String managedBy) {
        return apply(workspace, yaml, managedBy, false);
    }

    private List<ApplyResult> apply(String workspace, String yaml, String managedBy, boolean all) {
        List<YamlDocuments.Piece> pieces = YamlDocuments.split(yaml);
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException(
                    "Expected YAML documents of the kinds " + DocumentKind.all() + ", found an empty body.");
        }
        if (pieces.size() > MOST_DOCUMENTS) {
            throw new IllegalArgumentException("Expected at most " + MOST_DOCUMENTS + " documents in one upload, found "
                    + pieces.size() + ". Split it.");
        }
        List<Reading> readings = new DocumentReader(workspace).read(pieces);
        Map<Integer, ResultEnum> applied = store(workspace, readings, managedBy, all);
        resources.refresh();
        announce.run();
        return readings.stream().map(reading -> result(reading, applied)).toList();
    }

    /** Deletes an SLX with its SLI and Runbook; false when there is nothing of that name. */
    public boolean delete(SlxRef slx) {
        boolean deleted = Boolean.TRUE.equals(transaction.execute(status -> {
            long version = counters.next(Counter.RESOURCES);
            return rows.delete(slx, version, clock.instant()) > 0;
        }));
        resources.refresh();
        announce.run();
        return deleted;
    }

    /** Makes a workspace unless it is there; answers whether it was made. */
    public boolean createWorkspace(String workspace, List<String> locations) {
        boolean created = Boolean.TRUE.equals(transaction.execute(status -> {
            counters.lock(Counter.RESOURCES);
            boolean there = rows.named(workspace, List.of(workspace)).stream()
                    .anyMatch(resource -> resource.kind() == Kind.WORKSPACE);
            if (there) {
                return false;
            }
            Instant now = now();
            rows.put(List.of(new StoredResource(
                    workspace,
                    Kind.WORKSPACE,
                    workspace,
                    Map.of("name", workspace),
                    Map.of("locations", locations),
                    "bootstrap",
                    counters.next(Counter.RESOURCES),
                    false,
                    now,
                    now,
                    null)));
            return true;
        }));
        resources.refresh();
        announce.run();
        return created;
    }

    private Map<Integer, ResultEnum> store(String workspace, List<Reading> readings, String managedBy, boolean all) {
        List<Reading.Document> documents = readings.stream()
                .filter(Reading.Document.class::isInstance)
                .map(Reading.Document.class::cast)
                .toList();
        Map<Integer, ResultEnum> applied = new HashMap<>();
        if (documents.isEmpty()) {
            return applied;
        }
        transaction.executeWithoutResult(status -> {
            // The lock makes uploads wait for each other, so that what is compared here is what is overwritten.
            counters.lock(Counter.RESOURCES);
            Map<String, StoredResource> before = new HashMap<>();
            rows.named(
                            workspace,
                            documents.stream().map(one -> one.slx().shortName()).toList())
                    .forEach(one -> before.put(key(one.kind(), one.slx()), one));
            List<Reading.Document> changed = new ArrayList<>();
            for (Reading.Document document : documents) {
                StoredResource old = before.get(key(document.kind().kind(), document.slx()));
                boolean asKept = old != null && old.managedBy().equals(managedBy);
                ResultEnum result = all || asKept ? change(old, document, managedBy) : ResultEnum.UNCHANGED;
                applied.put(document.index(), result);
                if (result != ResultEnum.UNCHANGED) {
                    changed.add(document);
                }
            }
            if (!changed.isEmpty()) {
                long version = counters.next(Counter.RESOURCES);
                rows.put(changed.stream()
                        .map(one -> stored(one, before.get(key(one.kind().kind(), one.slx())), managedBy, version))
                        .toList());
            }
        });
        return applied;
    }

    private static ResultEnum change(@Nullable StoredResource old, Reading.Document document, String managedBy) {
        if (old == null) {
            return ResultEnum.CREATED;
        }
        return isSame(old, document, managedBy) ? ResultEnum.UNCHANGED : ResultEnum.UPDATED;
    }

    private StoredResource stored(
            Reading.Document document, @Nullable StoredResource old, String managedBy, long version) {
        Instant now = now();
        return new StoredResource(
                document.slx().workspace(),
                document.kind().kind(),
                document.slx().shortName(),
                document.metadata(),
                document.spec(),
                managedBy,
                version,
                false,
                old == null ? now : old.created(),
                now,
                document.robot());
    }

    private ApplyResult result(Reading reading, Map<Integer, ResultEnum> applied) {
        return switch (reading) {
            case Reading.Rejected rejected -> {
                ApplyResult result = new ApplyResult(rejected.index(), ResultEnum.REJECTED, List.of());
                result.setKind(rejected.kind());
                result.setName(rejected.name());
                result.setMessage(rejected.message());
                yield result;
            }
            case Reading.Document document -> {
                ResultEnum what = applied.getOrDefault(document.index(), ResultEnum.UNCHANGED);
                ApplyResult result = new ApplyResult(
                        document.index(),
                        what,
                        warnings.of(document.slx(), document.kind().kind()));
                result.setKind(document.kind().title());
                result.setName(document.slx().fullName());
                result.setMessage(document.kind().title() + " " + document.slx() + " is " + what.getValue() + ".");
                yield result;
            }
        };
    }

    private static boolean isSame(StoredResource old, Reading.Document document, String managedBy) {
        return old.managedBy().equals(managedBy)
                && ResourceRows.same(old.spec(), document.spec())
                && ResourceRows.same(old.metadata(), document.metadata());
    }

    private static String key(Kind kind, SlxRef slx) {
        return ResourceAnnounced.key(slx.workspace(), kind, slx.shortName());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
