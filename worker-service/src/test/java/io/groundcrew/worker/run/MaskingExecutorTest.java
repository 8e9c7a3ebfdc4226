package io.groundcrew.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.pool.PreparedTree;
import io.groundcrew.worker.run.TaskExecutor.RunningTask;
import io.groundcrew.worker.run.TaskExecutor.TaskOutput;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Attack case 37 for what never becomes a result. */
class MaskingExecutorTest {

    private static final String SECRET = "hunter2-hunter2";

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @Test
    void writesAnUnfinishedSecretOnlyWhenTheTaskHasEnded() throws InterruptedException {
        RunningTask task = start(Map.of("TOKEN", SECRET), (execution, output) -> {
            print(output, "half hunter2-");
            return ends(TaskResult.ended(Outcome.TIMED_OUT, "after hunter2-hunter2"));
        });
        assertThat(log.toString(StandardCharsets.UTF_8)).isEqualTo("half ");

        assertThat(task.await().reason()).isEqualTo("after ***");
        assertThat(log.toString(StandardCharsets.UTF_8)).isEqualTo("half hunter2-");
    }

    @Test
    void masksASecretOfOneStreamAroundWhatTheOtherPrints() throws InterruptedException {
        start(Map.of("TOKEN", SECRET), (execution, output) -> {
                    print(output, "half hunter2-");
                    print(output.errors(), "a warning\n");
                    print(output, "hunter2\n");
                    return ends(TaskResult.ended(Outcome.COMPLETED, null));
                })
                .await();

        assertThat(log.toString(StandardCharsets.UTF_8)).isEqualTo("half a warning\n***\n");
    }

    @Test
    void masksWhatAnExceptionAndItsCausesSay() {
        RuntimeException leaking =
                new IllegalStateException("broke", new IllegalArgumentException("cannot parse " + SECRET));
        Throwable atStart = catchThrowable(() -> start(Map.of("TOKEN", SECRET), (execution, output) -> {
            throw leaking;
        }));
        Throwable atEnd = catchThrowable(() -> start(Map.of("TOKEN", SECRET), (execution, output) -> new Task() {
                    @Override
                    public TaskResult await() {
                        throw leaking;
                    }
                })
                .await());

        for (Throwable told : List.of(atStart, atEnd)) {
            StringWriter trace = new StringWriter();
            told.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString())
                    .contains("broke", "MaskingExecutorTest")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void leavesAnExceptionWithoutSecretsAsItIs() {
        RuntimeException plain = new IllegalStateException("no Python");

        assertThat(catchThrowable(() -> start(Map.of("TOKEN", SECRET), (execution, output) -> {
                    throw plain;
                })))
                .isSameAs(plain);
    }

    @Test
    void leavesTheIdsOfAccountsThatAreGivenBesideAKey() throws InterruptedException {
        Map<String, String> secrets = Map.of("gcp_projectId", "shop-prod", "gcp_serviceAccountKey", SECRET);

        TaskResult result = start(
                        secrets,
                        (execution, output) ->
                                ends(TaskResult.ended(Outcome.FAILED, "no bucket in shop-prod with " + SECRET)))
                .await();

        assertThat(result.reason()).isEqualTo("no bucket in shop-prod with ***");
    }

    @Test
    void masksTheFilesOfTheWorkersOwnIdentity() throws InterruptedException {
        RunningTask task = start(
                Map.of(),
                Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "eyJ-web-identity"),
                (execution, output) -> ends(TaskResult.ended(Outcome.FAILED, "refused eyJ-web-identity")));

        assertThat(task.await().reason()).isEqualTo("refused ***");
    }

    @Test
    void masksThePasswordOfAzuresIdentityEndpointAndNotItsAddress() throws InterruptedException {
        RunningTask task = start(
                Map.of(),
                Map.of(),
                Map.of("IDENTITY_ENDPOINT", "http://10.0.0.4:8081/msi", "IDENTITY_HEADER", "853b9a84-5bfa"),
                (execution, output) ->
                        ends(TaskResult.ended(Outcome.FAILED, "http://10.0.0.4:8081/msi refused 853b9a84-5bfa")));

        assertThat(task.await().reason()).isEqualTo("http://10.0.0.4:8081/msi refused ***");
    }

    @Test
    void standsAsideForARunWithoutSecrets() {
        RunningTask own = ends(TaskResult.ended(Outcome.COMPLETED, null));

        assertThat(start(Map.of(), (execution, output) -> own)).isSameAs(own);
        // Attack case 38.
        assertThat(start(Map.of("TOKEN", "abc"), (execution, output) -> own)).isSameAs(own);
    }

    private RunningTask start(Map<String, String> secrets, TaskExecutor executor) {
        return start(secrets, Map.of(), executor);
    }

    private RunningTask start(Map<String, String> secrets, Map<String, String> identityFiles, TaskExecutor executor) {
        return start(secrets, identityFiles, Map.of(), executor);
    }

    private RunningTask start(
            Map<String, String> secrets,
            Map<String, String> identityFiles,
            Map<String, String> environment,
            TaskExecutor executor) {
        TaskExecution execution = new TaskExecution(
                UUID.randomUUID(),
                1,
                RobotKind.RUNBOOK,
                new PreparedTree("c0ffee", Path.of("/nowhere"), Path.of("/nowhere"), null),
                "x.robot",
                List.of(),
                Map.of(),
                secrets,
                environment,
                identityFiles,
                Access.READ_ONLY,
                Duration.ofMinutes(1));
        return new MaskingExecutor(executor).start(execution, log::write);
    }

    private static void print(TaskOutput output, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.log(bytes, 0, bytes.length);
    }

    private static RunningTask ends(TaskResult result) {
        return new Task() {
            @Override
            public TaskResult await() {
                return result;
            }
        };
    }

    private abstract static class Task implements RunningTask {

        @Override
        public void kill() {}
    }
}
