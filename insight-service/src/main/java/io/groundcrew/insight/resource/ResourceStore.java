package io.groundcrew.insight.resource;

import io.groundcrew.insight.issue.Issues;
import io.groundcrew.insight.knowledge.Insights;
import java.util.List;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores a batch of announced resources; an SLX that was deleted takes its open issues and insights with it. */
public final class ResourceStore {

    private final Slxs slxs;
    private final Issues issues;
    private final Insights insights;
    private final TransactionTemplate transaction;

    public ResourceStore(Slxs slxs, Issues issues, Insights insights, TransactionTemplate transaction) {
        this.slxs = slxs;
        this.issues = issues;
        this.insights = insights;
        this.transaction = transaction;
    }

    /** Stores a batch in one transaction, in its order. */
    public void store(List<SlxChange> changes) {
        transaction.executeWithoutResult(status -> changes.forEach(this::store));
    }

    private void store(SlxChange change) {
        if (!change.deleted()) {
            slxs.announce(change);
        } else if (slxs.delete(change)) {
            issues.closeAll(change.slx(), change.at());
            insights.forget(change.slx());
        }
    }
}
