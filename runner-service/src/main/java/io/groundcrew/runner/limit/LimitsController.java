package io.groundcrew.runner.limit;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.runner.api.ConcurrencyLimitsApi;
import io.groundcrew.runner.api.model.ConcurrencyLimit;
import io.groundcrew.runner.api.model.ConcurrencyLimitList;
import io.groundcrew.runner.api.model.ConcurrencyLimitSpec;
import io.groundcrew.runner.api.model.TagCondition;
import io.groundcrew.runner.resource.Paging;
import io.groundcrew.runner.resource.Resources;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** The limits as the API shows and sets them. */
@RestController
class LimitsController implements ConcurrencyLimitsApi {

    private static final int MOST_LIMITS = 500;

    private final LimitRows rows;
    private final Limits limits;
    private final Resources resources;

    LimitsController(LimitRows rows, Limits limits, Resources resources) {
        this.rows = rows;
        this.limits = limits;
        this.resources = resources;
    }

    @Override
    public ResponseEntity<ConcurrencyLimitList> listConcurrencyLimits(
            String workspace, Integer limit, @Nullable String cursor) {
        resources.requireWorkspace(workspace);
        Paging<Limit> page = Paging.cut(
                rows.all().stream()
                        .filter(one -> one.workspace().equals(workspace))
                        .toList(),
                limit,
                cursor,
                Limit::name);
        ConcurrencyLimitList list = new ConcurrencyLimitList(
                page.results().stream().map(this::shown).toList());
        list.setNext(page.next());
        return ResponseEntity.ok(list);
    }

    @Override
    public ResponseEntity<ConcurrencyLimit> putConcurrencyLimit(
            String workspace, String limitName, ConcurrencyLimitSpec body) {
        resources.requireWorkspace(workspace);
        TagCondition tag = body.getTag();
        if (Stream.of(body.getSlxName(), body.getTaskTitle(), tag, body.getPool())
                .allMatch(condition -> condition == null)) {
            throw ProblemException.badRequest(
                    "Expected at least one of slxName, taskTitle, tag and pool, found none: say what is limited.");
        }
        Limit limit = new Limit(
                workspace,
                limitName,
                body.getSlxName() == null
                        ? null
                        : SlxRef.of(workspace, body.getSlxName()).shortName(),
                body.getTaskTitle(),
                tag == null ? null : tag.getName(),
                tag == null ? null : tag.getValue(),
                body.getPool(),
                body.getMost(),
                Caller.current().subject());
        boolean isNew = rows.all().stream()
                .noneMatch(
                        one -> one.workspace().equals(workspace) && one.name().equals(limitName));
        if (isNew && rows.all().size() >= MOST_LIMITS) {
            throw ProblemException.conflict("There are " + MOST_LIMITS + " limits already. Remove one first.");
        }
        limits.put(limit);
        return ResponseEntity.ok(shown(limit));
    }

    @Override
    public ResponseEntity<Void> deleteConcurrencyLimit(String workspace, String limitName) {
        resources.requireWorkspace(workspace);
        if (!rows.delete(workspace, limitName)) {
            throw ProblemException.notFound(
                    "Workspace \"" + workspace + "\" has no concurrency limit \"" + limitName + "\".");
        }
        limits.refresh();
        return ResponseEntity.noContent().build();
    }

    private ConcurrencyLimit shown(Limit limit) {
        ConcurrencyLimit shown = new ConcurrencyLimit(limit.name(), limit.most(), rows.taken(limit));
        Optional.ofNullable(limit.slx())
                .map(slx -> new SlxRef(limit.workspace(), slx).fullName())
                .ifPresent(shown::setSlxName);
        shown.setTaskTitle(limit.taskTitle());
        if (limit.tagName() != null) {
            TagCondition tag = new TagCondition(limit.tagName());
            tag.setValue(limit.tagValue());
            shown.setTag(tag);
        }
        shown.setPool(limit.pool());
        shown.setModifiedBy(limit.modifiedBy());
        return shown;
    }
}
