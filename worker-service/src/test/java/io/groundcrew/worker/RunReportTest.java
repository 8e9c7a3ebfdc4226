package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.TestFleet.soon;
import static io.groundcrew.worker.TestRequests.withAnAttemptLeft;
import static io.groundcrew.worker.TestRequests.withSecret;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.RunEvent.Started;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.worker.run.TaskExecution;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a task is given, and what its worker tells of it. */
class RunReportTest {

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    private final TestRunner runner = fleet.runner();
    private final TopicTail output = fleet.tail(Topics.OUTPUT);

    @Test
    void publishesOutputReportAndEnd() {
        TaskRequest request = runner.publish(runner.repeatable(Map.of("PRINT", "200000")));
        TestWorker worker = fleet.worker();
        Finished end = fleet.end(request);
        assertThat(end.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(end.worker()).isEqualTo(worker.id());
        assertThat(end.passed()).containsExactly("Read one");
        assertThat(end.reportLength()).isEqualTo(3);
        assertThat(end.logLength()).isEqualTo(200_009);
        soon().until(() -> length(request, OutputChunk.Stream.LOG) == 200_009);
        assertThat(log(request)).allMatch(chunk -> chunk.bytes().length <= OutputChunk.MAX_BYTES);
        assertThat(length(request, OutputChunk.Stream.REPORT)).isEqualTo(3);
        assertThat(worker.started().getFirst().environment())
                .containsEntry("RW_SLX", "default--disk")
                .containsEntry("RW_WORKSPACE", "default")
                .containsEntry("RW_TASK_TITLES", "*")
                .containsEntry("RW_LOOKBACK_WINDOW", "45")
                .containsEntry("RW_SLI_METRIC_NAME", "default__disk")
                .doesNotContainKeys("RW_RUNREQUEST_ID", "RW_INTERVAL_SECONDS");
        assertThat(worker.data().resolve("spool")).isEmptyDirectory();
    }

    @Test
    void tellsOfAShortRunThatMayBeRepeatedByItsEndAlone() {
        TaskRequest brief = runner.publish(runner.repeatable(Map.of("PRINT", "20")));
        TestWorker worker = fleet.worker();
        Finished end = fleet.end(brief);
        assertThat(end.bundle()).isEqualTo(brief.bundle());
        assertThat(end.restAsChunks()).extracting(chunk -> chunk.bytes().length).containsExactly(29, 3);
        TaskRequest longer = runner.publish(runner.repeatable(Map.of("WAIT", "", "PRINT", "20")));
        soon().until(() -> !log(longer).isEmpty());
        assertThat(fleet.events().started(longer)).hasSize(1);
        worker.finish(longer);
        // Both topics have come past the places where those of the short run would stand.
        assertThat(fleet.events().started(brief)).isEmpty();
        assertThat(output.keyed(brief)).isZero();
    }

    @Test
    void tellsAtOnceOfAStartThatMustNotBeRepeated() {
        TaskRequest request = runner.publish(runner.once(AT_ONCE));
        TestWorker worker = fleet.worker();
        assertThat(fleet.end(request).worker()).isEqualTo(worker.id());
        assertThat(fleet.events().started(request)).hasSize(1);
    }

    @Test
    void tellsOfTheBeginBeforeTheEnd() {
        List<TaskRequest> requests = Stream.generate(() -> runner.publish(runner.repeatable(AT_ONCE)))
                .limit(20)
                .toList();
        fleet.worker("worker.start-notice-after=0ms");
        requests.forEach(fleet::end);
        for (TaskRequest request : requests) {
            assertThat(fleet.events()
                            .events(RunEvent.class)
                            .filter(event -> event.run().equals(request.run())))
                    .extracting(RunEvent::getClass)
                    .containsExactly(Started.class, Finished.class);
        }
    }

    @Test
    void reportsAnAttemptThatFailedAsOneThatAnotherMayFollow() {
        Map<String, String> fails = Map.of("FAIL", "", "PRINT", "20");
        TaskRequest again = runner.publish(withAnAttemptLeft(runner.repeatable(fails)));
        TaskRequest last = runner.publish(runner.repeatable(fails));
        TaskRequest once = runner.publish(withAnAttemptLeft(runner.once(fails)));
        TaskRequest good = runner.publish(withAnAttemptLeft(runner.repeatable(AT_ONCE)));
        TestWorker worker = fleet.worker();
        List.of(last, once, good).forEach(fleet::end);
        soon().until(() -> !fleet.events().failedAttempts(again).isEmpty());
        Finished end = fleet.events().failedAttempts(again).getFirst().end();
        assertThat(end.failed()).containsExactly("Read one");
        assertThat(end.restAsChunks()).hasSize(2);
        assertThat(fleet.events().finished(again)).isEmpty();
        fleet.awaitAllAnswered();
        assertThat(worker.startsOf(again)).isEqualTo(1);
    }

    @Test
    void cutsALogAtItsLimitAndAnnouncesItsTrueLength() {
        TaskRequest request = runner.publish(runner.repeatable(Map.of("PRINT", "300000")));
        TestWorker worker = fleet.worker("worker.log-limit=100KB");
        long announced = fleet.end(request).logLength();
        soon().until(() -> length(request, OutputChunk.Stream.LOG) == announced);
        assertThat(announced).isBetween(100L * 1024, 101L * 1024);
        byte[] last = log(request).getLast().bytes();
        assertThat(new String(last, StandardCharsets.UTF_8)).endsWith("is not kept.\n");
        assertThat(worker.killed()).isEmpty();
    }

    @Test
    void endsALogThatTheWorkerCannotKeepAndLetsItsTaskGoOn() throws Exception {
        TaskRequest request = runner.publish(runner.repeatable(Map.of("PRINT", "300000")));
        TestWorker worker = fleet.worker();
        Files.writeString(Files.createDirectories(worker.data()).resolve("spool"), "no directory");
        Finished end = fleet.end(request);
        assertThat(end.outcome()).isEqualTo(Outcome.COMPLETED);
        soon().until(() -> length(request, OutputChunk.Stream.LOG) == end.logLength());
        assertThat(new String(log(request).getLast().bytes(), StandardCharsets.UTF_8))
                .contains("could not keep more of the log")
                .endsWith("is not kept.\n");
        assertThat(worker.killed()).isEmpty();
    }

    @Test
    void resolvesFileSecretsBelowAllowedDirectoriesOnly() throws Exception {
        Path allowed = Files.createDirectories(fleet.directory().resolve("secrets"));
        Files.writeString(allowed.resolve("token"), "s3cret");
        Files.createSymbolicLink(allowed.resolve("link"), runner.keys().resolve("runner.key"));
        TaskRequest good = needing("file@" + allowed.resolve("token"));
        TaskRequest link = needing("file@" + allowed.resolve("link"));
        TaskRequest other = needing("k8s:file@secret/kubeconfig:kubeconfig");
        TestWorker worker = fleet.worker("worker.secrets.file-roots=" + allowed);
        assertThat(fleet.end(good).outcome()).isEqualTo(Outcome.COMPLETED);
        List.of(link, other).forEach(fleet::end);
        assertThat(of(worker, good).secrets()).containsEntry("key", "s3cret");
        for (TaskRequest without : List.of(link, other)) {
            assertThat(of(worker, without).secrets()).isEmpty();
            assertThat(of(worker, without).environment().get("RW_SECRETS_MISSING"))
                    .contains("\"key\"")
                    .contains(without.secrets().getFirst().workspaceKey());
        }
    }

    private static TaskExecution of(TestWorker worker, TaskRequest request) {
        return worker.started().stream()
                .filter(execution -> execution.run().equals(request.run().id()))
                .findFirst()
                .orElseThrow();
    }

    private TaskRequest needing(String workspaceKey) {
        return runner.publish(withSecret(runner.repeatable(AT_ONCE), new SecretRef("key", workspaceKey)));
    }

    private List<OutputChunk> log(TaskRequest request) {
        return output.chunks(fleet.events(), request, OutputChunk.Stream.LOG);
    }

    private long length(TaskRequest request, OutputChunk.Stream stream) {
        return output.chunks(fleet.events(), request, stream).stream()
                .mapToLong(chunk -> chunk.bytes().length)
                .sum();
    }
}
