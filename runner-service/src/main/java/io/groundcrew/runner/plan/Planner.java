package io.groundcrew.runner.plan;

import io.groundcrew.codecollection.bundle.Task;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.runner.collection.AskedCommit;
import io.groundcrew.runner.collection.Catalog;
import io.groundcrew.runner.collection.CollectionDirectory;
import io.groundcrew.runner.collection.RegisteredCollection;
import io.groundcrew.runner.resource.Resources;
import io.groundcrew.runner.resource.RobotSpec;
import io.groundcrew.runner.resource.StoredResource;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans from what resources, collections and the fleet hold in memory. */
class Planner implements RunPlans {

    private static final Set<Task.Type> CALLS = EnumSet.of(Task.Type.REST, Task.Type.SQL);

    private final Resources resources;
    private final CollectionDirectory collections;
    private final ReadyPools pools;
    private final PlanProperties timeouts;

    Planner(Resources resources, CollectionDirectory collections, ReadyPools pools, PlanProperties timeouts) {
        this.resources = resources;
        this.collections = collections;
        this.pools = pools;
        this.timeouts = timeouts;
    }

    @Override
    public boolean loaded() {
        return resources.loaded() && collections.loaded();
    }

    @Override
    public boolean known() {
        return loaded() && pools.known();
    }

    @Override
    public boolean slxExists(SlxRef slx) {
        return resources.find(Kind.SLX, slx) != null;
    }

    @Override
    public Plan plan(
            SlxRef slx,
            RobotKind kind,
            List<String> taskTitles,
            Map<String, String> overrides,
            @Nullable String commit) {
        return decide(slx, kind, null, taskTitles, overrides, commit);
    }

    @Override
    public Plan planAt(
            SlxRef slx, RobotKind kind, String location, List<String> taskTitles, Map<String, String> overrides) {
        return decide(slx, kind, location, taskTitles, overrides, null);
    }

    private Plan decide(
            SlxRef slx,
            RobotKind kind,
            @Nullable String wantedLocation,
            List<String> taskTitles,
            Map<String, String> overrides,
            @Nullable String commit) {
        StoredResource resource = resources.find(kind == RobotKind.SLI ? Kind.SLI : Kind.RUNBOOK, slx);
        if (resource == null || resource.robot() == null) {
            return new Plan.Refused("SLX " + slx + " has no " + title(kind) + " that can run. Apply one.");
        }
        List<String> locations = resources.locationsOf(resource);
        if (locations.isEmpty()) {
            return new Plan.Refused("The " + title(kind) + " of " + slx
                    + " names no location and its workspace has none. Give it one.");
        }
        if (wantedLocation != null && !locations.contains(wantedLocation)) {
            return new Plan.Refused("The " + title(kind) + " of " + slx + " does not run at location " + wantedLocation
                    + ", only at " + String.join(", ", locations) + ".");
        }
        RobotSpec robot = resource.robot();
        Optional<CollectionDirectory.Match> match = collections.match(robot.repository(), robot.ref());
        if (match.isEmpty()) {
            return new Plan.Refused("The " + title(kind) + " of " + slx + " runs code of " + robot.repoUrl()
                    + ", and no CodeCollection with that URL is registered. Register it.");
        }
        RunVariables.Result variables = RunVariables.of(robot, overrides);
        if (variables.refusal() != null) {
            return new Plan.Refused(variables.refusal());
        }
        String location = wantedLocation == null ? locations.getFirst() : wantedLocation;
        return new Request(slx, kind, location, robot, taskTitles, variables.values(), commit)
                .planWith(match.get().collection());
    }

    /** A run whose document, collection and variables are known and fine. */
    private final class Request {

        private final SlxRef slx;
        private final RobotKind kind;
        private final String location;
        private final RobotSpec robot;
        private final List<String> taskTitles;
        private final Map<String, String> variables;
        private final @Nullable String asked;

        Request(
                SlxRef slx,
                RobotKind kind,
                String location,
                RobotSpec robot,
                List<String> taskTitles,
                Map<String, String> variables,
                @Nullable String asked) {
            this.slx = slx;
            this.kind = kind;
            this.location = location;
            this.robot = robot;
            this.taskTitles = taskTitles.contains("*") ? List.of() : taskTitles;
            this.variables = variables;
            this.asked = asked;
        }

        Plan planWith(RegisteredCollection collection) {
            Optional<String> ready = pools.readyCommit(location, collection);
            if (asked != null && !asked.equals(ready.orElse(null))) {
                return ready.isEmpty()
                        ? waiting(collection, pools.waitingFor(location, collection), Access.UNTAGGED)
                        : planAt(asked, collection);
            }
            Optional<Catalog> readyCatalog = ready.flatMap(commit -> collections.catalogAt(collection, commit));
            Optional<Catalog.Entry> entry = readyCatalog.flatMap(catalog -> catalog.find(robot.path(), kind));
            if (ready.isPresent() && entry.isPresent()) {
                return ready(collection, ready.get(), entry.get());
            }
            Optional<Catalog> newest = collections.catalog(collection.name());
            if (newest.isEmpty()) {
                return waiting(
                        collection,
                        collection.commit() == null
                                ? "waiting for the first sync of CodeCollection " + collection.name() + ": "
                                        + collection.syncMessage()
                                : "reading CodeCollection " + collection.name(),
                        Access.UNTAGGED);
            }
            boolean unread = ready.isPresent() && readyCatalog.isEmpty();
            Optional<Catalog.Entry> coming = newest.get().find(robot.path(), kind);
            if (coming.isEmpty() && unread) {
                return waiting(collection, reading(ready.get(), collection), Access.UNTAGGED);
            }
            if (coming.isEmpty()) {
                return new Plan.Refused("The " + title(kind) + " of " + slx + " names " + robot.path()
                        + ", which CodeCollection " + collection.name() + " does not have at commit "
                        + newest.get().index().commit() + ". Correct spec.codeBundle.pathToRobot.");
            }
            SelectedTasks selected = SelectedTasks.of(coming.get().suite(), taskTitles, robot.configProvided());
            if (selected.refusal() != null) {
                return new Plan.Refused(selected.refusal());
            }
            String reason = unread ? reading(ready.get(), collection) : pools.waitingFor(location, collection);
            return waiting(collection, reason, access(selected.tasks()));
        }

        private static String reading(String commit, RegisteredCollection collection) {
            return "reading commit " + commit.substring(0, 10) + " of CodeCollection " + collection.name();
        }

        private Plan planAt(String commit, RegisteredCollection collection) {
            return switch (collections.ask(collection, commit)) {
                case AskedCommit.Offers(Catalog catalog) ->
                    catalog.find(robot.path(), kind)
                            .map(entry -> ready(collection, commit, entry))
                            .orElseGet(() -> new Plan.Refused("CodeCollection " + collection.name() + " does not have "
                                    + robot.path() + " at commit " + commit
                                    + ", which was asked for. Ask for another commit, or for none."));
                case AskedCommit.BeingRead() -> waiting(collection, reading(commit, collection), Access.UNTAGGED);
                case AskedCommit.Absent() ->
                    new Plan.Refused("Commit " + commit + " of CodeCollection " + collection.name()
                            + " is not here, and only one that the collection followed before can be run."
                            + " Ask for another commit, or for none to run the present one.");
            };
        }

        private Plan ready(RegisteredCollection collection, String commit, Catalog.Entry entry) {
            SelectedTasks selected = SelectedTasks.of(entry.suite(), taskTitles, robot.configProvided());
            if (selected.refusal() != null) {
                return new Plan.Refused(selected.refusal());
            }
            boolean repeatable = kind == RobotKind.SLI
                    || (!selected.tasks().isEmpty()
                            && selected.tasks().stream().allMatch(task -> access(task) == Access.READ_ONLY));
            boolean calls = !selected.tasks().isEmpty()
                    && selected.tasks().stream().map(Task::type).allMatch(CALLS::contains);
            List<String> titles = selected.tasks().stream().map(Task::title).toList();
            return new Plan.Ready(
                    location,
                    collection.name(),
                    new BundleRef(collection.name(), commit, robot.path()),
                    taskTitles.isEmpty() ? List.of() : titles,
                    titles,
                    variables,
                    robot.secrets(),
                    robot.services(),
                    access(selected.tasks()),
                    repeatable,
                    timeout(calls),
                    repeatable && kind == RobotKind.RUNBOOK ? robot.attempts().most() : 1,
                    robot.attempts().backOff(),
                    calls);
        }

        private Plan waiting(RegisteredCollection collection, String reason, Access access) {
            return new Plan.Waiting(location, collection.name(), reason, access, timeout(false));
        }

        private Duration timeout(boolean calls) {
            Duration own = robot.attempts().timeout();
            if (own != null) {
                return own;
            }
            return kind == RobotKind.SLI ? timeouts.ofCheck(robot.schedule(), calls) : timeouts.taskSet();
        }
    }

    private static Access access(List<Task> tasks) {
        return Access.highest(tasks.stream().map(Planner::access).toList());
    }

    private static Access access(Task task) {
        return switch (task.access()) {
            case READ_ONLY -> Access.READ_ONLY;
            case READ_WRITE -> Access.READ_WRITE;
            case UNTAGGED -> Access.UNTAGGED;
        };
    }

    private static String title(RobotKind kind) {
        return kind == RobotKind.SLI ? "ServiceLevelIndicator" : "Runbook";
    }
}
