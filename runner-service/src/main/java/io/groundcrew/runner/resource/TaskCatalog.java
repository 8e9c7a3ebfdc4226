package io.groundcrew.runner.resource;

import io.groundcrew.codecollection.bundle.Access;
import io.groundcrew.codecollection.catalog.Bundle;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.runner.api.model.CodeBundle;
import io.groundcrew.runner.api.model.ResolvedTask;
import io.groundcrew.runner.api.model.Task;
import io.groundcrew.runner.collection.Catalog;
import io.groundcrew.runner.collection.CollectionDirectory;
import io.groundcrew.runner.collection.ShownBundles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks that a workspace's documents bring with them. */
class TaskCatalog {

    private final Resources resources;
    private final CollectionDirectory collections;

    TaskCatalog(Resources resources, CollectionDirectory collections) {
        this.resources = resources;
        this.collections = collections;
    }

    /** A Runbook's tasks; none while its collection was not read. */
    List<ResolvedTask> resolved(StoredResource runbook) {
        RobotSpec robot = runbook.robot();
        if (robot == null) {
            return List.of();
        }
        return found(robot, RobotKind.RUNBOOK)
                .map(found -> found.entry().suite().tasks().stream()
                        .map(task -> {
                            ResolvedTask shown = new ResolvedTask(
                                    TaskTitles.resolve(task.title(), robot.configProvided()),
                                    task.title(),
                                    task.tags());
                            shown.setDocumentation(task.documentation());
                            return shown;
                        })
                        .toList())
                .orElse(List.of());
    }

    /** Every task of a workspace, those of the newest SLXs first. */
    List<Task> all(String workspace) {
        List<Task> tasks = new ArrayList<>();
        for (StoredResource slx : resources.in(workspace, Kind.SLX)) {
            add(tasks, slx, resources.find(Kind.SLI, slx.slx()));
            add(tasks, slx, resources.find(Kind.RUNBOOK, slx.slx()));
        }
        return tasks;
    }

    /** Bundles that no document of a workspace uses. */
    List<CodeBundle> available(String workspace) {
        Set<String> used = new HashSet<>();
        for (Kind kind : List.of(Kind.SLI, Kind.RUNBOOK)) {
            for (StoredResource resource : resources.in(workspace, kind)) {
                Optional<Found> found =
                        Optional.ofNullable(resource.robot()).flatMap(robot -> found(robot, robotKind(kind)));
                found.ifPresent(one ->
                        used.add(one.collection() + "/" + one.entry().bundle().path()));
            }
        }
        List<CodeBundle> available = new ArrayList<>();
        collections
                .all()
                .forEach(collection -> collections
                        .catalog(collection.name())
                        .ifPresent(catalog -> catalog.index().bundles().stream()
                                .filter(bundle -> !used.contains(collection.name() + "/" + bundle.path()))
                                .forEach(bundle -> available.add(ShownBundles.shown(collection.name(), bundle)))));
        return available;
    }

    private record Found(String collection, Catalog.Entry entry) {}

    private Optional<Found> found(RobotSpec spec, RobotKind kind) {
        return collections.match(spec.repository(), spec.ref()).flatMap(match -> {
            String name = match.collection().name();
            return collections
                    .catalog(name)
                    .flatMap(catalog -> catalog.find(spec.path(), kind))
                    .map(entry -> new Found(name, entry));
        });
    }

    private static RobotKind robotKind(Kind kind) {
        return kind == Kind.SLI ? RobotKind.SLI : RobotKind.RUNBOOK;
    }

    private void add(List<Task> tasks, StoredResource slx, @Nullable StoredResource resource) {
        RobotSpec spec = resource == null ? null : resource.robot();
        Optional<Found> found =
                spec == null || resource == null ? Optional.empty() : found(spec, robotKind(resource.kind()));
        if (resource == null || spec == null || found.isEmpty()) {
            return;
        }
        Map<String, String> tags = slx.tags();
        Bundle bundle = found.get().entry().bundle();
        List<String> platforms = bundle.platforms();
        String platform = tags.getOrDefault("platform", platforms.isEmpty() ? "Other" : platforms.getFirst());
        for (var task : found.get().entry().suite().tasks()) {
            Task shown = new Task(
                    slx.slx().fullName(),
                    slx.name(),
                    kind(resource.kind(), task.access()),
                    task.title(),
                    TaskTitles.resolve(task.title(), spec.configProvided()),
                    Task.AccessEnum.fromValue(task.access().text()),
                    platform,
                    task.tags(),
                    found.get().collection(),
                    bundle.name());
            shown.setSlxAlias(slx.alias());
            shown.setDocumentation(task.documentation());
            ScheduleSpec schedule = spec.schedule();
            if (resource.kind() == Kind.SLI && schedule != null && schedule.cron() == null) {
                shown.setIntervalSeconds(schedule.intervalSeconds());
            }
            tasks.add(shown);
        }
    }

    private static Task.KindEnum kind(Kind kind, Access access) {
        if (kind == Kind.SLI) {
            return Task.KindEnum.HEALTH_CHECK;
        }
        return access == Access.READ_WRITE ? Task.KindEnum.REMEDIATION : Task.KindEnum.DIAGNOSTIC;
    }
}
