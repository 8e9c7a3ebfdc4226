package io.groundcrew.runner.hold;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.api.MaintenanceWindowsApi;
import io.groundcrew.runner.api.model.MaintenanceWindow;
import io.groundcrew.runner.api.model.MaintenanceWindowCreate;
import io.groundcrew.runner.api.model.MaintenanceWindowList;
import io.groundcrew.runner.api.model.Recurrence;
import io.groundcrew.runner.api.model.TagCondition;
import io.groundcrew.runner.resource.Paging;
import io.groundcrew.runner.resource.Resources;
import io.groundcrew.runner.resource.StoredResource;
import io.groundcrew.runner.timing.CronTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/** Maintenance windows as the API takes and shows them. */
@RestController
class MaintenanceWindowsController implements MaintenanceWindowsApi {

    private static final Duration FARTHEST = Duration.ofDays(5 * 366);
    private static final int MATCHES_SHOWN = 250;

    private final Holds holds;
    private final Resources resources;
    private final Clock clock;

    MaintenanceWindowsController(Holds holds, Resources resources, Clock clock) {
        this.holds = holds;
        this.resources = resources;
        this.clock = clock;
    }

    @Override
    public ResponseEntity<MaintenanceWindowList> listMaintenanceWindows(
            String workspace, Integer limit, @Nullable String cursor) {
        resources.requireWorkspace(workspace);
        Paging<Window> page = Paging.cut(holds.windows(workspace), limit, cursor, Window::name);
        MaintenanceWindowList list = new MaintenanceWindowList(
                page.results().stream().map(this::shown).toList());
        list.setNext(page.next());
        return ResponseEntity.ok(list);
    }

    @Override
    public ResponseEntity<MaintenanceWindow> createMaintenanceWindow(
            String workspace, MaintenanceWindowCreate body, Boolean dryRun) {
        resources.requireWorkspace(workspace);
        Window window = window(workspace, body, clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (dryRun) {
            return ResponseEntity.ok(shown(window));
        }
        holds.create(window);
        return ResponseEntity.status(HttpStatus.CREATED).body(shown(window));
    }

    @Override
    public ResponseEntity<Void> deleteMaintenanceWindow(String workspace, String window) {
        resources.requireWorkspace(workspace);
        if (!holds.delete(workspace, window)) {
            throw ProblemException.notFound("Workspace \"" + workspace + "\" has no maintenance window of that name.");
        }
        return ResponseEntity.noContent().build();
    }

    private static Window window(String workspace, MaintenanceWindowCreate body, Instant now) {
        String reason = Hold.reason(body.getReason());
        if (reason == null) {
            throw new IllegalArgumentException("Expected a reason for the window, found a blank one.");
        }
        return new Window(
                workspace,
                body.getName(),
                reason,
                Caller.current().subject(),
                now,
                selector(workspace, body),
                span(body, now));
    }

    private static Selector selector(String workspace, MaintenanceWindowCreate body) {
        return new Selector(
                Optional.ofNullable(body.getSlxNames()).orElse(List.of()).stream()
                        .map(name -> SlxRef.of(workspace, name).shortName())
                        .collect(Collectors.toSet()),
                Optional.ofNullable(body.getTags()).orElse(List.of()).stream()
                        .map(tag -> new Selector.Tag(tag.getName(), tag.getValue()))
                        .toList(),
                Boolean.TRUE.equals(body.getAll()));
    }

    private static Span span(MaintenanceWindowCreate body, Instant now) {
        Instant from = body.getFrom();
        Instant until = body.getUntil();
        Instant expires = body.getExpires();
        Recurrence recurring = body.getRecurring();
        if (recurring == null && until != null && expires == null) {
            return new Span.Once(
                    from == null || from.isBefore(now) ? now : from.truncatedTo(ChronoUnit.MICROS),
                    ahead("until", until, now));
        }
        if (recurring != null && from == null && until == null) {
            return new Span.Recurring(
                    CronTimes.parse("recurring.cron", recurring.getCron(), recurring.getTimeZone()),
                    Duration.ofMinutes(recurring.getDurationMinutes()),
                    expires == null ? null : ahead("expires", expires, now));
        }
        throw new IllegalArgumentException("Expected either until, with or without from, or recurring, with or without"
                + " expires; found neither or a mixture.");
    }

    private static Instant ahead(String field, Instant instant, Instant now) {
        if (!instant.isAfter(now) || instant.isAfter(now.plus(FARTHEST))) {
            throw new IllegalArgumentException(
                    "Expected " + field + " within the next five years, found " + instant + ".");
        }
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    private MaintenanceWindow shown(Window window) {
        List<String> matches = resources.in(window.workspace(), Kind.SLX).stream()
                .filter(window.selector()::matches)
                .map(StoredResource::name)
                .toList();
        MaintenanceWindow shown = new MaintenanceWindow(
                window.name(),
                window.reason(),
                window.owner(),
                window.created(),
                window.selector().slxs().stream().sorted().toList(),
                window.selector().tags().stream()
                        .map(tag -> new TagCondition(tag.name()).value(tag.value()))
                        .toList(),
                window.selector().all(),
                window.covers(clock.instant()),
                matches.size(),
                matches.stream().limit(MATCHES_SHOWN).toList());
        switch (window.span()) {
            case Span.Once once -> shown.from(once.from()).until(once.until());
            case Span.Recurring recurring ->
                shown.recurring(new Recurrence(
                                        recurring.begins().text(),
                                        Math.toIntExact(recurring.lasts().toMinutes()))
                                .timeZone(recurring.begins().zone().getId()))
                        .expires(recurring.end());
        }
        return shown;
    }
}
