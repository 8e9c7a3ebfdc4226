package io.groundcrew.worker.execute;

import io.groundcrew.codecollection.nativebundle.NativeBundle;
import io.groundcrew.codecollection.nativebundle.NativeReading;
import io.groundcrew.codecollection.nativebundle.NativeTask;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskExecution;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs the selected tasks of a native bundle one after the other. */
final class NativeExecutor {

    private final NativeBundles bundles = new NativeBundles();
    private final ScriptExecutor scripts;
    private final SqlExecutor sql;
    private final RestExecutor rest;

    NativeExecutor(ScriptExecutor scripts, SqlExecutor sql, RestExecutor rest) {
        this.scripts = scripts;
        this.sql = sql;
        this.rest = rest;
    }

    void run(Step given) throws InterruptedException, IOException {
        NativeReading reading = bundles.read(given.file());
        NativeBundle bundle = reading.bundle();
        if (bundle == null) {
            given.collected()
                    .end(
                            Outcome.FAILED,
                            given.execution().path() + " cannot be used: "
                                    + reading.problems().stream()
                                            .map(problem -> "line " + problem.line() + ": " + problem.message())
                                            .collect(Collectors.joining(" ")));
            return;
        }
        List<NativeTask> tasks = selected(given, bundle);
        VariableValues variables = VariableValues.of(bundle, given.execution());
        if (!variables.problems().isEmpty()) {
            given.collected().end(Outcome.REFUSED, String.join(" ", variables.problems()));
        }
        Step step = with(given, variables.values());
        for (NativeTask task : tasks) {
            if (step.cancellation().isWanted() && !step.collected().isEnded()) {
                step.collected()
                        .end(
                                Outcome.CANCELLED,
                                "It was cancelled before the task '"
                                        + task.card().title() + "' began");
            }
            if (step.collected().isEnded()) {
                step.collected().skipped.add(task.card().title());
            } else {
                run(step, task);
            }
        }
    }

    private void run(Step step, NativeTask task) throws InterruptedException, IOException {
        String title = task.card().title();
        Duration time = step.left();
        Duration own = task.card().timeout();
        if (own != null && own.compareTo(time) < 0) {
            time = own;
        }
        long end = System.nanoTime() + time.toNanos();
        step.output().line("Task: " + title);
        String problem = switch (task) {
            case NativeTask.BashTask bash -> scripts.bash(step, bash, time);
            case NativeTask.PythonTask python -> scripts.python(step, python, time);
            case NativeTask.SqlTask statement -> sql.run(step, statement, time);
            case NativeTask.RestTask call -> rest.run(step, call, time);
        };
        if (problem == null && !step.collected().isEnded()) {
            step.collected().passed.add(title);
            return;
        }
        step.collected().failed.add(title);
        if (problem != null) {
            step.output().line("FAIL: " + problem);
            step.collected().end(outcome(step, end), problem);
        }
    }

    private static Outcome outcome(Step step, long end) {
        if (step.cancellation().isWanted()) {
            return Outcome.CANCELLED;
        }
        return System.nanoTime() >= end ? Outcome.TIMED_OUT : Outcome.FAILED;
    }

    private static List<NativeTask> selected(Step step, NativeBundle bundle) {
        TaskExecution execution = step.execution();
        NativeTask sli = bundle.sli();
        List<NativeTask> all =
                execution.kind() == RobotKind.RUNBOOK ? bundle.runbook() : sli == null ? List.of() : List.of(sli);
        if (all.isEmpty()) {
            step.collected().end(Outcome.FAILED, execution.path() + " has no " + kind(execution.kind()));
            return List.of();
        }
        List<String> titles = all.stream().map(task -> task.card().title()).toList();
        for (String wanted : execution.taskTitles()) {
            if (!titles.contains(wanted)) {
                String known = titles.stream().map(title -> "'" + title + "'").collect(Collectors.joining(", "));
                step.collected()
                        .end(
                                Outcome.FAILED,
                                "There is no task titled '" + wanted + "' in " + execution.path() + ". It has: "
                                        + known);
                return List.of();
            }
        }
        return execution.taskTitles().isEmpty()
                ? all
                : all.stream()
                        .filter(task ->
                                execution.taskTitles().contains(task.card().title()))
                        .toList();
    }

    private static String kind(RobotKind kind) {
        return switch (kind) {
            case SLI -> "sli";
            case RUNBOOK -> "runbook";
        };
    }

    private static Step with(Step step, Map<String, String> variables) {
        TaskExecution execution = step.execution();
        return new Step(
                execution.withVariables(variables),
                step.directory(),
                step.collected(),
                step.output(),
                step.cancellation(),
                step.deadline());
    }
}
