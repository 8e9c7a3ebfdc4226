package io.groundcrew.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Headers;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.embedded.test.TestKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration LOCK = Duration.ofSeconds(2);
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir
    private Path directory;

    private TestFleet fleet;
    private TopicTail events;
    private TopicTail output;
    private TopicTail rejected;

    @BeforeEach
    void open() throws Exception {
        String servers = TestKafka.bootstrapServers();
        fleet = new TestFleet(servers, "place-" + COUNT.incrementAndGet(), directory, LOCK);
        events = TopicTail.events(servers);
        output = new TopicTail(servers, Topics.OUTPUT);
        rejected = new TopicTail(servers, Topics.REJECTED);
    }

    @AfterEach
    void close() {
        fleet.close();
        events.close();
        output.close();
        rejected.close();
    }

    @Test
    void publishesOutputReportAndEnd() {
        TaskRequest request = fleet.publish(fleet.request(true, Map.of("PRINT", "200000")));
        try (TestWorker worker = worker("a")) {
            var end = end(request);
            assertThat(end.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(end.worker()).isEqualTo(worker.id());
            assertThat(end.passed()).containsExactly("Read one");
            assertThat(end.reportLength()).isEqualTo(3);
            assertThat(end.logLength()).isEqualTo(200_009);
            UUID run = request.run().id();
            await().atMost(SOON).until(() -> length(run, OutputChunk.Stream.LOG) == 200_009);
            assertThat(output.chunks(events, run, OutputChunk.Stream.LOG))
                    .allMatch(chunk -> chunk.bytes().length <= OutputChunk.MAX_BYTES);
            assertThat(length(run, OutputChunk.Stream.REPORT)).isEqualTo(3);
            var execution = worker.tasks().started().getFirst();
            assertThat(execution.environment())
                    .containsEntry("RW_SLX", "default--disk")
                    .containsEntry("RW_WORKSPACE", "default")
                    .containsEntry("RW_TASK_TITLES", "*")
                    .containsEntry("RW_LOOKBACK_WINDOW", "45")
                    .containsEntry("RW_SLI_METRIC_NAME", "default__disk")
                    .doesNotContainKeys("RW_RUNREQUEST_ID", "RW_INTERVAL_SECONDS");
            assertThat(directory.resolve("a/spool")).isEmptyDirectory();
        }
    }

    @Test
    void tellsOfAShortRunThatMayBeRepeatedByItsEndAlone() {
        TaskRequest brief = fleet.publish(fleet.request(true, Map.of("PRINT", "20")));
        try (TestWorker worker = worker("a")) {
            var end = end(brief);
            assertThat(end.bundle()).isEqualTo(brief.bundle());
            assertThat(end.restAsChunks())
                    .extracting(chunk -> chunk.bytes().length)
                    .containsExactly(29, 3);
            TaskRequest longer = fleet.publish(fleet.request(true, Map.of("WAIT", "", "PRINT", "20")));
            UUID other = longer.run().id();
            await().atMost(SOON)
                    .until(() -> !output.chunks(events, other, OutputChunk.Stream.LOG)
                            .isEmpty());
            assertThat(events.started(other)).hasSize(1);
            worker.tasks().finish(other);
            // Both topics have come past the places where those of the short run would stand.
            assertThat(events.started(brief.run().id())).isEmpty();
            assertThat(output.keyed(brief.run().id())).isZero();
        }
    }

    @Test
    void tellsAtOnceOfAStartThatMustNotBeRepeated() {
        TaskRequest request = fleet.publish(fleet.request(false, Map.of()));
        try (TestWorker worker = worker("a")) {
            assertThat(end(request).worker()).isEqualTo(worker.id());
            assertThat(events.started(request.run().id())).hasSize(1);
        }
    }

    @Test
    void reportsAnAttemptThatFailedAsOneThatAnotherMayFollow() {
        TaskRequest again =
                fleet.publish(TestFleet.withAttemptsLeft(fleet.request(true, Map.of("FAIL", "", "PRINT", "20")), 1));
        TaskRequest last = fleet.publish(fleet.request(true, Map.of("FAIL", "")));
        TaskRequest once = fleet.publish(TestFleet.withAttemptsLeft(fleet.request(false, Map.of("FAIL", "")), 1));
        TaskRequest good = fleet.publish(TestFleet.withAttemptsLeft(fleet.request(true, Map.of()), 1));
        try (TestWorker worker = worker("a")) {
            List.of(last, once, good).forEach(this::end);
            UUID run = again.run().id();
            await().atMost(SOON).until(() -> !events.failedAttempts(run).isEmpty());
            var end = events.failedAttempts(run).getFirst().end();
            assertThat(end.failed()).containsExactly("Read one");
            assertThat(end.restAsChunks()).hasSize(2);
            assertThat(events.finished(run)).isEmpty();
            await().atMost(SOON).until(() -> fleet.unanswered(Lane.SCHEDULED) == 0);
            assertThat(worker.tasks().startsOf(run)).isEqualTo(1);
        }
    }

    @Test
    void cutsALogAtItsLimitAndAnnouncesItsTrueLength() {
        TaskRequest request = fleet.publish(fleet.request(true, Map.of("PRINT", "300000")));
        try (TestWorker worker = worker("a", "worker.log-limit=100KB")) {
            long announced = end(request).logLength();
            UUID run = request.run().id();
            await().atMost(SOON).until(() -> length(run, OutputChunk.Stream.LOG) == announced);
            assertThat(announced).isBetween(100L * 1024, 101L * 1024);
            byte[] last =
                    output.chunks(events, run, OutputChunk.Stream.LOG).getLast().bytes();
            assertThat(new String(last, StandardCharsets.UTF_8)).endsWith("is not kept.\n");
            assertThat(worker.tasks().killed()).isEmpty();
        }
    }

    @Test
    void dropsForgedAndUnreadableRequestsAndGoesOn() {
        TaskRequest forged = fleet.request(true, Map.of());
        fleet.publishForged(Wire.write(forged), null);
        fleet.publishForged(Wire.write(forged), "gateway");
        fleet.publishForged("not json".getBytes(StandardCharsets.UTF_8), null);
        fleet.publishSigned("{\"attempt\":1}".getBytes(StandardCharsets.UTF_8), Lane.SCHEDULED);
        fleet.publishSigned("{\"at".getBytes(StandardCharsets.UTF_8), Lane.SCHEDULED);
        // A genuine request that was copied to another queue.
        fleet.publishSigned(Wire.write(forged), Lane.INTERACTIVE);
        TaskRequest genuine = fleet.publish(fleet.request(true, Map.of()));
        try (TestWorker worker = worker("a", "worker.slots=2", "worker.interactive-slots=0")) {
            assertThat(end(genuine).outcome()).isEqualTo(Outcome.COMPLETED);
            await().atMost(SOON)
                    .until(() -> worker.refused("unsigned") + worker.refused("unreadable") + worker.refused("misplaced")
                            == 6);
            assertThat(worker.refused("unsigned")).isEqualTo(3);
            assertThat(worker.refused("misplaced")).isEqualTo(1);
            assertThat(worker.tasks().startsOf(forged.run().id())).isZero();
            await().atMost(SOON).until(() -> reasons().size() == 6);
            assertThat(reasons()).anyMatch(reason -> reason.startsWith("Expected a request signed by the runner"));
        }
    }

    @Test
    void executesEachOfTwoHundredRequestsOnce() {
        List<UUID> runs = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            runs.add(fleet.publish(fleet.request(n % 2 == 0, Map.of())).run().id());
        }
        try (TestWorker worker = worker("a", "worker.slots=4", "worker.interactive-slots=0")) {
            await().atMost(SOON)
                    .until(() -> events.finished()
                                    .filter(end -> runs.contains(end.run().id()))
                                    .count()
                            >= 200);
            assertThat(worker.tasks().started())
                    .extracting(execution -> execution.run())
                    .containsExactlyInAnyOrderElementsOf(runs);
        }
    }

    @Test
    void keepsARequestThatRunsLongerThanTheLock() {
        TaskRequest request = fleet.publish(fleet.request(true, Map.of("WAIT", "")));
        UUID run = request.run().id();
        try (TestWorker worker = worker("a");
                TestWorker rival = worker("b")) {
            var both = List.of(worker, rival);
            await().atMost(SOON).until(() -> starts(both, run) == 1);
            await().during(LOCK.multipliedBy(3)).atMost(SOON).until(() -> starts(both, run) == 1);
            assertThat(events.started(run)).hasSize(1);
            both.stream()
                    .filter(one -> one.tasks().startsOf(run) == 1)
                    .forEach(one -> one.tasks().finish(run));
            assertThat(end(request).outcome()).isEqualTo(Outcome.COMPLETED);
            await().during(LOCK.multipliedBy(2)).atMost(SOON).until(() -> starts(both, run) == 1);
            assertThat(events.finished(run)).hasSize(1);
        }
    }

    @Test
    void handsARepeatableRequestToAnotherWorkerWhenItStops() {
        TaskRequest request = fleet.publish(fleet.request(true, Map.of("WAIT", "")));
        UUID run = request.run().id();
        try (TestWorker first = worker("a")) {
            await().atMost(SOON).until(() -> first.tasks().startsOf(run) == 1);
            first.close();
            assertThat(first.tasks().killed()).containsExactly(run);
        }
        assertThat(events.finished(run)).isEmpty();
        try (TestWorker second = worker("b")) {
            await().atMost(SOON).until(() -> second.tasks().startsOf(run) == 1);
            second.tasks().finish(run);
            assertThat(end(request).worker()).isEqualTo(second.id());
        }
    }

    @Test
    void neverHandsOutAgainWhatMustNotBeRepeated() {
        TaskRequest request = fleet.publish(fleet.request(false, Map.of("WAIT", "")));
        UUID run = request.run().id();
        try (TestWorker first = worker("a")) {
            await().atMost(SOON).until(() -> first.tasks().startsOf(run) == 1);
        }
        var end = end(request);
        assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(end.reason()).contains("may not be repeated");
        TaskRequest next = fleet.publish(fleet.request(true, Map.of()));
        try (TestWorker second = worker("b")) {
            end(next);
            await().during(LOCK.multipliedBy(2))
                    .atMost(SOON)
                    .until(() -> second.tasks().startsOf(run) == 0);
        }
    }

    @Test
    void doesNotStartWhatIsPastItsStartByTime() {
        TaskRequest late = fleet.publish(fleet.request(true, Map.of(), List.of(), Duration.ofSeconds(-1)));
        TaskRequest next = fleet.publish(fleet.request(true, Map.of()));
        try (TestWorker worker = worker("a")) {
            end(next);
            await().atMost(SOON).until(() -> worker.refused("expired") == 1);
            assertThat(worker.tasks().startsOf(late.run().id())).isZero();
            assertThat(events.started(late.run().id())).isEmpty();
            assertThat(events.finished(late.run().id())).isEmpty();
        }
    }

    @Test
    void runsOnceWhatWasPublishedTwice() {
        TaskRequest request = fleet.request(true, Map.of("WAIT", ""));
        UUID run = request.run().id();
        fleet.publish(request);
        fleet.publish(request);
        try (TestWorker worker = worker("a", "worker.slots=3", "worker.interactive-slots=0")) {
            await().atMost(SOON).until(() -> worker.tasks().startsOf(run) == 1);
            await().during(LOCK).atMost(SOON).until(() -> worker.tasks().startsOf(run) == 1);
            worker.tasks().finish(run);
            end(request);
            fleet.publish(request);
            end(fleet.publish(fleet.request(true, Map.of())));
            assertThat(worker.tasks().startsOf(run)).isEqualTo(1);
            assertThat(events.finished(run)).hasSize(1);
        }
    }

    @Test
    void resolvesFileSecretsBelowAllowedDirectoriesOnly() throws Exception {
        Path allowed = Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(allowed.resolve("token"), "s3cret");
        Files.createSymbolicLink(allowed.resolve("link"), fleet.keys().resolve("runner.key"));
        TaskRequest good = withSecret("file@" + allowed.resolve("token"));
        TaskRequest link = withSecret("file@" + allowed.resolve("link"));
        TaskRequest other = withSecret("k8s:file@secret/kubeconfig:kubeconfig");
        try (TestWorker worker = worker("a", "worker.secrets.file-roots=" + allowed)) {
            assertThat(end(good).outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(end(link).outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(end(other).outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(end(other).reason()).contains("\"key\"").contains("k8s:file@");
            assertThat(worker.tasks().started()).hasSize(1);
            assertThat(worker.tasks().started().getFirst().secrets()).containsEntry("key", "s3cret");
        }
    }

    @Test
    void keepsTheTreeOfARunWhenItsCollectionMovesOn() throws Exception {
        TaskRequest before = fleet.publish(fleet.request(true, Map.of("WAIT", "")));
        try (TestWorker worker = worker("a", "worker.kept-trees=0", "worker.slots=3", "worker.interactive-slots=0")) {
            await().atMost(SOON)
                    .until(() -> worker.tasks().startsOf(before.run().id()) == 1);
            fleet.announce("two");
            TaskRequest after = fleet.publish(fleet.request(true, Map.of()));
            assertThat(end(after).passed()).containsExactly("Read two");
            worker.tasks().finish(before.run().id());
            assertThat(end(before).passed()).containsExactly("Read one");
        }
    }

    @Test
    void runsAnOlderCommitAfterItsCollectionHasMovedOn() throws Exception {
        fleet.announce("old");
        TaskRequest old = fleet.request(true, Map.of());
        try (TestWorker worker = worker("a")) {
            TaskRequest first = fleet.publish(fleet.request(true, Map.of()));
            assertThat(end(first).passed()).containsExactly("Read old");
            fleet.announce("new");
            TaskRequest present = fleet.publish(fleet.request(true, Map.of()));
            assertThat(end(present).passed()).containsExactly("Read new");
            fleet.publish(old);
            assertThat(end(old).passed()).containsExactly("Read old");
            assertThat(end(old).worker()).isEqualTo(worker.id());
        }
    }

    @Test
    void saysThatACommitIsNoLongerToBeHad() throws Exception {
        String commit = fleet.announce("gone");
        TaskRequest gone = fleet.request(true, Map.of());
        fleet.announce("rewritten");
        try (TestWorker worker = worker("a")) {
            fleet.publish(gone);
            assertThat(end(gone).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(end(gone).reason()).contains(commit, "no branch or tag leads to it");
            assertThat(end(gone).worker()).isEqualTo(worker.id());
        }
    }

    @Test
    void saysWhyAnEnvironmentFailedAndServesTheReadyCommit() throws Exception {
        try (TestWorker worker = worker("a");
                TopicTail beats = new TopicTail(fleet.servers(), Topics.WORKERS)) {
            String id = worker.id();
            TaskRequest ready = fleet.publish(fleet.request(true, Map.of()));
            end(ready);
            fleet.announce("two", "broken");
            await().atMost(SOON)
                    .until(() -> beats.records().stream()
                            .filter(record -> record.key().equals(id))
                            .anyMatch(record -> record.value() != null
                                    && new String(record.value(), StandardCharsets.UTF_8)
                                            .contains("names a package that does not exist")));
            TaskRequest broken = fleet.publish(fleet.request(true, Map.of()));
            assertThat(end(broken).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(end(broken).reason()).contains("names a package that does not exist");
            worker.close();
            await().atMost(SOON)
                    .until(() -> beats.records().stream()
                            .anyMatch(record -> record.key().equals(id) && record.value() == null));
        }
    }

    @Test
    void tellsItsTagsInItsBeats() {
        try (TestWorker worker = worker("a", "worker.tags=rack-2,arm");
                TopicTail beats = new TopicTail(fleet.servers(), Topics.WORKERS)) {
            String id = worker.id();
            await().atMost(SOON)
                    .until(() -> beats.records().stream()
                            .filter(record -> record.key().equals(id))
                            .anyMatch(record -> Wire.read(record.value(), WorkerBeat.class)
                                    .tags()
                                    .equals(List.of("rack-2", "arm"))));
        }
    }

    @Test
    void doesNotStartWithATagThatIsNone() {
        for (String tags : List.of("Rack 2", "a,a", String.join(",", Collections.nCopies(21, "t")))) {
            assertThatThrownBy(() -> worker("a", "worker.tags=" + tags).close())
                    .rootCause()
                    .hasMessageContaining("worker");
        }
    }

    private TaskRequest withSecret(String workspaceKey) {
        return fleet.publish(
                fleet.request(true, Map.of(), List.of(new SecretRef("key", workspaceKey)), Duration.ofMinutes(5)));
    }

    private TestWorker worker(String name, String... more) {
        return new TestWorker(fleet, directory.resolve(name), more);
    }

    private io.groundcrew.contracts.run.RunEvent.Finished end(TaskRequest request) {
        return await().atMost(SOON)
                .until(() -> events.finished(request.run().id()), ends -> !ends.isEmpty())
                .getFirst();
    }

    private static long starts(List<TestWorker> workers, UUID run) {
        return workers.stream()
                .mapToLong(worker -> worker.tasks().startsOf(run))
                .sum();
    }

    private long length(UUID run, OutputChunk.Stream stream) {
        return output.chunks(events, run, stream).stream()
                .mapToLong(chunk -> chunk.bytes().length)
                .sum();
    }

    private List<String> reasons() {
        return rejected.records().stream()
                .filter(record -> new String(
                                record.headers()
                                        .lastHeader(Headers.REJECTED_TOPIC)
                                        .value(),
                                StandardCharsets.UTF_8)
                        .contains("." + fleet.location() + "."))
                .map(record -> new String(
                        record.headers().lastHeader(Headers.REJECTED_REASON).value(), StandardCharsets.UTF_8))
                .toList();
    }
}
