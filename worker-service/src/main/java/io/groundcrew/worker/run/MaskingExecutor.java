package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.worker.mask.MaskedReport;
import io.groundcrew.worker.mask.Masker;
import io.groundcrew.worker.secrets.CloudIdentity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a run's secrets and its token out of all that another executor delivers of it: log, report, issues, titles, names of
 * metrics, reason, exceptions. Nothing else of the worker sees what a task wrote.
 */
public final class MaskingExecutor implements TaskExecutor {

    /**
     * What RunWhen's documents give as secrets beside a cloud's key. They say who asks and admit nobody; without them the titles,
     * links and commands of findings are of no use.
     */
    private static final Set<String> IDENTIFIERS =
            Set.of("az_subscriptionid", "az_tenantid", "az_clientid", "gcp_projectid", "aws_role_arn");

    /** What logs in by itself and stands in the environment, where a task that prints it all would show it. */
    private static final Set<String> HIDDEN_VARIABLES =
            Set.of(RunEnvironment.USER_TOKEN, CloudIdentity.ENDPOINT_PASSWORD);

    private final TaskExecutor executor;

    public MaskingExecutor(TaskExecutor executor) {
        this.executor = executor;
    }

    @Override
    public RunningTask start(TaskExecution execution, TaskOutput output) {
        Masker masker = new Masker(hidden(execution));
        if (masker.isIdle()) {
            return executor.start(execution, output);
        }
        MaskedOutput masked = new MaskedOutput(masker, output);
        try {
            return new Masked(executor.start(execution, masked), masked, masker);
        } catch (RuntimeException e) {
            throw masked(e, masker);
        }
    }

    private static Set<String> hidden(TaskExecution execution) {
        Set<String> hidden = new HashSet<>(execution.identityFiles().values());
        execution.secrets().forEach((name, value) -> {
            if (!IDENTIFIERS.contains(name.toLowerCase(Locale.ROOT))) {
                hidden.add(value);
            }
        });
        for (String name : HIDDEN_VARIABLES) {
            String value = execution.environment().get(name);
            if (value != null) {
                hidden.add(value);
            }
        }
        return hidden;
    }

    /** The exception itself, or where its text or a cause's holds a secret, one that says the same without it. */
    private static RuntimeException masked(RuntimeException e, Masker masker) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String text = cause.toString();
            if (!masker.mask(text).equals(text)) {
                IllegalStateException told = new IllegalStateException(masker.mask(e.toString()));
                told.setStackTrace(e.getStackTrace());
                return told;
            }
        }
        return e;
    }

    /** Of each stream by itself: what one prints may come in between two parts of a secret that the other prints. */
    private static final class MaskedOutput implements TaskOutput {

        private final Masker.Flow output;
        private final Masker.Flow errors;

        MaskedOutput(Masker masker, TaskOutput to) {
            this.output = new Masker.Flow(masker, to::log);
            this.errors = new Masker.Flow(masker, to.errors()::log);
        }

        @Override
        public void log(byte[] bytes, int offset, int length) {
            output.take(bytes, offset, length);
        }

        @Override
        public TaskOutput errors() {
            return errors::take;
        }

        void end() {
            output.end();
            errors.end();
        }
    }

    private record Masked(RunningTask task, MaskedOutput output, Masker masker) implements RunningTask {

        @Override
        public TaskResult await() throws InterruptedException {
            try {
                TaskResult result = task.await();
                output.end();
                return masked(result);
            } catch (RuntimeException e) {
                throw MaskingExecutor.masked(e, masker);
            }
        }

        @Override
        public void kill() {
            task.kill();
        }

        private TaskResult masked(TaskResult result) {
            Map<String, Double> metrics = new HashMap<>();
            result.subMetrics().forEach((name, value) -> metrics.put(masker.mask(name), value));
            return new TaskResult(
                    result.outcome(),
                    masked(result.reason()),
                    masked(result.passed()),
                    masked(result.failed()),
                    masked(result.skipped()),
                    result.metric(),
                    metrics,
                    result.issues().stream().map(this::masked).toList(),
                    result.issuesComplete(),
                    MaskedReport.of(result.report(), masker));
        }

        private ReportedIssue masked(ReportedIssue issue) {
            return new ReportedIssue(
                    masked(issue.taskTitle()),
                    masker.mask(issue.title()),
                    issue.severity(),
                    masked(issue.expected()),
                    masked(issue.actual()),
                    masked(issue.reproduceHint()),
                    masked(issue.nextSteps()),
                    masked(issue.details()),
                    masked(issue.summary()),
                    issue.observedAt());
        }

        private List<String> masked(List<String> titles) {
            return titles.stream().map(masker::mask).toList();
        }

        private @Nullable String masked(@Nullable String text) {
            return text == null ? null : masker.mask(text);
        }
    }
}
