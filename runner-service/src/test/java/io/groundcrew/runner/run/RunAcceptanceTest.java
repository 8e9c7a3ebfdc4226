package io.groundcrew.runner.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.identity.RunTokens;
import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.test.TestKafka;
import io.groundcrew.runner.api.model.RunRequestCreate;
import io.groundcrew.runner.api.model.RunSessionCreate;
import io.groundcrew.runner.api.model.RunSessionPatch;
import io.groundcrew.runner.plan.Plan;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunAcceptanceTest {

    private static EmbeddedKafka kafka;

    @TempDir
    private Path directory;

    private RunnerFixture runner;

    @BeforeAll
    static void startKafka() {
        kafka = TestKafka.own();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void start() {
        runner = new RunnerFixture(kafka.bootstrapServers(), directory);
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void publishesOneSignedRequestForAnAcceptedRun() {
        AcceptedRun run = open(null);

        await().until(() -> runner.requests().size() == 1);
        assertThat(runner.requests().getFirst().run()).isEqualTo(run.ref());
        assertThat(runner.requests().getFirst().variables()).containsEntry("LIMIT", "90");
        assertThat(runner.records(Topics.requests("local", "checks", Lane.INTERACTIVE)))
                .allSatisfy(record -> assertThat(
                                SignedRecords.isSignedBy("runner", runner.keys, record.headers(), record.value()))
                        .isTrue());
        assertThat(runner.events()).hasAtLeastOneElementOfType(RunEvent.RunAccepted.class);
    }

    @Test
    void answersTheSameIdempotencyKeyWithTheFirstSession() {
        AcceptedRun first = open("key-1");
        AcceptedRun second = open("key-1");

        assertThat(second.id()).isEqualTo(first.id());
        await().until(() -> runner.requests().size() == 1);
        runner.sweep.sweep();
        assertThat(runner.requests()).hasSize(1);
    }

    @Test
    void acceptsNothingOfASessionThatNamesAnUnknownSlx() {
        RunSessionCreate asked = new RunSessionCreate()
                .runRequests(List.of(new RunRequestCreate("disk"), new RunRequestCreate("no-such-slx")));

        assertThatThrownBy(() -> runner.sessions.open("demo", RunnerFixture.JANE, asked, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no-such-slx");
        assertThat(runner.jdbc
                        .sql("select count(*) from run")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void refusesNothingAndAcceptsNothingBeforeItHasReadItsResources() {
        runner.plan(
                new Plan.Waiting("local", "checks", "preparing environment", Access.READ_ONLY, Duration.ofMinutes(5)));
        AcceptedRun run = open(null);

        runner.forgetsItsResources();
        runner.sweep.sweep();

        assertThat(runner.stateOf(run)).isEqualTo("WAITING");
        assertThatThrownBy(() -> open("key-2"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has just started");

        runner.readsItsResources(RunnerFixture.ready(true));
        runner.sweep.sweep();

        await().until(() -> runner.requests().size() == 1);
        assertThat(runner.events()).noneMatch(RunEvent.Finished.class::isInstance);
    }

    @Test
    void refusesAnUnreadableTimeToLive() {
        RunSessionCreate asked = new RunSessionCreate()
                .runRequests(List.of(new RunRequestCreate("disk")))
                .sessionTTL("soon");

        assertThatThrownBy(() -> runner.sessions.open("demo", RunnerFixture.JANE, asked, null))
                .hasMessageContaining("20m")
                .hasMessageContaining("soon");
    }

    @Test
    void endsARunThatCannotBeAsRefusedWithTheReason() {
        runner.plan(new Plan.Refused("There is no task \"Chek disk\"; there is \"Check disk\"."));

        AcceptedRun run = open(null);

        await().until(() -> runner.stateOf(run).equals("DONE Refused"));
        assertThat(finished(run).reason()).contains("Check disk");
    }

    @Test
    void holdsARunVisiblyUntilItsPoolIsReady() {
        runner.plan(
                new Plan.Waiting("local", "checks", "preparing environment", Access.READ_ONLY, Duration.ofMinutes(5)));
        AcceptedRun run = open(null);
        assertThat(runner.jdbc
                        .sql("select waiting_for from run")
                        .query(String.class)
                        .single())
                .isEqualTo("preparing environment");

        runner.plan(RunnerFixture.ready(true));
        runner.sweep.sweep();

        await().until(() -> runner.requests().size() == 1);
        assertThat(runner.stateOf(run)).isEqualTo("DISPATCHED");
    }

    @Test
    void publishesNoRequestWithoutAGrantForARunWhoseFirstRequestNeedsOne() {
        runner.plan(RunnerFixture.ready(false));
        open(null);
        await().until(() -> runner.requests().size() == 1);
        runner.sweep.sweep();
        runner.jdbc.sql("update run set confirmed = false").update();

        // Its tasks are tagged read-only in the collection's next commit.
        runner.plan(RunnerFixture.ready(true));
        runner.clock.advance(Duration.ofSeconds(30));
        runner.sweep.sweep();

        assertThat(runner.requests()).hasSize(1);
    }

    @Test
    void publishesARunAgainWhenACrashLeftItUnconfirmed() {
        runner.plan(RunnerFixture.ready(false));
        open(null);
        await().until(() -> runner.requests().size() == 1);
        runner.sweep.sweep();
        runner.jdbc.sql("update run set confirmed = false").update();

        runner.clock.advance(Duration.ofSeconds(30));
        runner.sweep.sweep();

        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests().get(1).run())
                .isEqualTo(runner.requests().get(0).run());
    }

    @Test
    void publishesNoSecondCopyWhileTheFirstIsStillOnItsWayToKafka() {
        AcceptedRun run = open(null);
        await().until(() -> runner.requests().size() == 1);
        await().until(() -> !runner.confirmations.isOnItsWay(run.id()));
        runner.confirmations.write();
        runner.jdbc.sql("update run set confirmed = false").update();
        runner.confirmations.sent(run.id());
        runner.clock.advance(Duration.ofSeconds(30));
        runner.sweep.sweep();
        assertThat(runner.requests()).hasSize(1);

        runner.confirmations.failed(run.id());
        runner.sweep.sweep();

        await().until(() -> runner.requests().size() == 2);
    }

    @Test
    void readsOnFromWhereTheLastRunnerHadComeToHoweverLongNoneWasThere() {
        Duration lookBack = Duration.ofMinutes(10);
        Instant stopped = runner.clock.instant();
        assertThat(runner.progress.startOfReading()).isEqualTo(stopped.minus(lookBack));

        runner.progress.note(stopped);
        runner.progress.note(stopped.minusSeconds(60));
        runner.progress.note(Instant.EPOCH);
        runner.clock.advance(Duration.ofDays(2));

        Instant from = runner.progress.startOfReading();
        assertThat(from).isCloseTo(stopped.minus(lookBack), within(1, ChronoUnit.MILLIS));
    }

    @Test
    void readsFromTheOldestRunWithoutAnOutcomeOnWhenNobodyKnowsHowFarTheLastRunnerCame() {
        Instant accepted = open(null).requestedAt();
        runner.clock.advance(Duration.ofHours(3));

        assertThat(runner.progress.startOfReading())
                .isCloseTo(accepted.minus(Duration.ofMinutes(10)), within(1, ChronoUnit.MILLIS));
    }

    /** A run may wait for days; all that happened since would be read again at each start. */
    @Test
    void readsFromWhereTheLastRunnerWasHoweverLongARunWaits() {
        open(null);
        runner.clock.advance(Duration.ofHours(3));
        Instant read = runner.clock.instant();
        runner.progress.note(read);

        assertThat(runner.progress.startOfReading())
                .isCloseTo(read.minus(Duration.ofMinutes(10)), within(1, ChronoUnit.MILLIS));
    }

    @Test
    void keepsToTheCommitThatARunWasAskedForWith() {
        String commit = "ab".repeat(20);
        RunSessionCreate asked =
                new RunSessionCreate().runRequests(List.of(new RunRequestCreate("disk").commit(commit)));
        runner.sessions.open("demo", RunnerFixture.JANE, asked, null);
        await().until(() -> runner.requests().size() == 1);
        runner.sweep.sweep();
        runner.jdbc.sql("update run set confirmed = false").update();

        runner.clock.advance(Duration.ofSeconds(30));
        runner.sweep.sweep();

        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests())
                .extracting(request -> request.bundle().commit())
                .containsExactly(commit, commit);
    }

    @Test
    void expiresARunThatNoWorkerTook() {
        AcceptedRun run = open(null);

        runner.clock.advance(Duration.ofMinutes(21));
        await().until(() -> runner.follower.currentAsOf().equals(runner.clock.instant()));
        runner.sweep.sweep();

        await().until(() -> runner.stateOf(run).equals("DONE Expired"));
        assertThat(finished(run).reason()).contains("start-by");
    }

    @Test
    void settlesNothingWhileItHasNotReadTheLog() {
        AcceptedRun run = open(null);
        runner.follower.stop();

        runner.clock.advance(Duration.ofMinutes(21));
        runner.sweep.sweep();

        assertThat(runner.stateOf(run)).isNotEqualTo("DONE Expired");
    }

    @Test
    void givesARepeatableRunAnotherAttemptWhenItsWorkerFellSilent() {
        AcceptedRun run = open(null);
        runner.workerStarts(run, 1, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));

        runner.silentWorkers.add("worker-1");
        sweepWithAllSeen();

        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests().get(1).attempt()).isEqualTo(2);
        assertThat(runner.control())
                .as("the first request may be handed out again")
                .contains(new Control.Superseded(run.id(), 1, run.startBy().plus(Cancellations.REMEMBERED)));
    }

    @Test
    void leavesARunLostThatMayBeWhatEndsItsWorkers() {
        AcceptedRun run = open(null);
        runner.workerStarts(run, 20, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));

        runner.silentWorkers.add("worker-1");
        sweepWithAllSeen();

        await().until(() -> runner.stateOf(run).equals("DONE Lost"));
        assertThat(finished(run).reason()).contains("attempted 20 times");
    }

    @Test
    void leavesAnUnrepeatableRunLostWhenItsWorkerFellSilent() {
        runner.plan(RunnerFixture.ready(false));
        AcceptedRun run = open(null);
        await().until(() -> runner.requests().size() == 1);
        runner.workerStarts(run, 1, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));

        runner.silentWorkers.add("worker-1");
        sweepWithAllSeen();

        await().until(() -> runner.stateOf(run).equals("DONE Lost"));
        assertThat(finished(run).reason()).contains("worker-1");
        assertThat(runner.requests()).hasSize(1);
    }

    @Test
    void keepsTheFirstOutcomeInTheLog() {
        AcceptedRun run = open(null);
        runner.publish(
                RunEvent.Finished.settled(run.ref(), 1, Outcome.TIMED_OUT, "too long", runner.clock.instant(), 0));
        runner.publish(RunEvent.Finished.settled(run.ref(), 1, Outcome.FAILED, "late", runner.clock.instant(), 0));

        await().until(() -> runner.stateOf(run).startsWith("DONE"));
        assertThat(runner.stateOf(run)).isEqualTo("DONE TimedOut");
    }

    @Test
    void appendsRunsToASession() {
        AcceptedRun run = open(null);

        RunSessions.Accepted session = runner.sessions.append(
                "demo",
                run.session(),
                RunnerFixture.JANE,
                new RunSessionPatch().runRequests(List.of(new RunRequestCreate("demo--disk"))));

        assertThat(session.runs()).hasSize(2);
        await().until(() -> runner.requests().size() == 2);
    }

    @Test
    void appendsNothingToAnotherWorkspacesSession() {
        AcceptedRun run = open(null);

        assertThatThrownBy(
                        () -> runner.sessions.append("other", run.session(), RunnerFixture.JANE, new RunSessionPatch()))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sealsTheWorkspacesOwnSecretToTheLocationForThisRunOnly(boolean repeatable) {
        KeyPair location = runner.keys.location("local");
        runner.secrets.put("demo", "shop-token", "hunter2");
        runner.plan(RunnerFixture.readyWithSecret(repeatable, "shop-token"));

        AcceptedRun run = open(null);

        TaskRequest request = onlyRequest();
        SecretRef secret = request.secrets().getFirst();
        byte[] sealed = Objects.requireNonNull(secret.sealed());
        assertThat(new String(sealed, UTF_8)).doesNotContain("hunter2");
        assertThat(SealedBox.open(location.getPrivate(), sealed, SecretRef.sealContext(run.id(), "TOKEN")))
                .isEqualTo("hunter2".getBytes(UTF_8));
        assertThatThrownBy(() -> SealedBox.open(
                        location.getPrivate(), sealed, SecretRef.sealContext(UUID.randomUUID(), "TOKEN")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Attack case 41: a name that only another workspace has is as good as none. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesARunWhoseSecretItsWorkspaceDoesNotHave(boolean repeatable) {
        runner.keys.location("local");
        runner.secrets.put("other", "shop-token", "hunter2");
        runner.plan(RunnerFixture.readyWithSecret(repeatable, "shop-token"));

        AcceptedRun run = open(null);

        await().until(() -> runner.stateOf(run).equals("DONE Refused"));
        assertThat(runner.requests()).isEmpty();
        assertThat(reasonOf(run)).contains("\"TOKEN\"", "\"shop-token\"", "workspace demo");
    }

    @Test
    void givesEachRunATokenOfTheRequestersRoleAtMostUntilItsDeadline() {
        KeyPair location = runner.keys.location("local");
        RunSessionCreate asked = new RunSessionCreate().runRequests(List.of(new RunRequestCreate("disk")));
        runner.sessions.open("demo", new RunSessions.Requester("root", Role.ADMIN), asked, null);
        AcceptedRun appended = runner.sessions
                .append(
                        "demo",
                        runner.sessions
                                .open("demo", RunnerFixture.JANE, asked, null)
                                .session()
                                .id(),
                        new RunSessions.Requester("aide", Role.READANDRUNWITHASSISTANT),
                        new RunSessionPatch().runRequests(List.of(new RunRequestCreate("disk"))))
                .runs()
                .getLast();

        await().until(() -> runner.requests().size() == 3);
        for (TaskRequest request : runner.requests()) {
            byte[] sealed = Base64.getDecoder().decode(Objects.requireNonNull(request.sealedToken()));
            String token = new String(
                    SealedBox.open(location.getPrivate(), sealed, TaskRequest.tokenContext(request.run())), UTF_8);
            Instant deadline = request.notAfter().plus(request.timeout());
            RunTokens.Grant grant =
                    RunTokens.read(runner.keys, token, deadline.minusSeconds(1)).orElseThrow();
            boolean isAides = request.run().id().equals(appended.id());
            assertThat(grant.role()).isEqualTo(isAides ? Role.READANDRUNWITHASSISTANT : Role.READANDRUN);
            assertThat(grant.workspace()).isEqualTo("demo");
            assertThat(grant.subject()).isEqualTo("run:" + request.run().id());
            assertThat(RunTokens.read(runner.keys, token, deadline)).isEmpty();
        }
    }

    private TaskRequest onlyRequest() {
        await().until(() -> runner.requests().size() == 1);
        return runner.requests().getFirst();
    }

    private String reasonOf(AcceptedRun run) {
        return runner.events().stream()
                .filter(event -> event.run().id().equals(run.id()))
                .map(event -> event instanceof RunEvent.Finished finished ? String.valueOf(finished.reason()) : "")
                .collect(Collectors.joining());
    }

    private AcceptedRun open(@Nullable String key) {
        RunSessionCreate asked = new RunSessionCreate().runRequests(List.of(new RunRequestCreate("disk")));
        return runner.sessions
                .open("demo", RunnerFixture.JANE, asked, key)
                .runs()
                .getFirst();
    }

    private void sweepWithAllSeen() {
        runner.clock.advance(Duration.ofSeconds(3));
        await().until(() -> runner.follower.currentAsOf().equals(runner.clock.instant()));
        runner.sweep.sweep();
    }

    private RunEvent.Finished finished(AcceptedRun run) {
        return runner.events().stream()
                .filter(RunEvent.Finished.class::isInstance)
                .map(RunEvent.Finished.class::cast)
                .filter(event -> event.run().id().equals(run.id()))
                .findFirst()
                .orElseThrow();
    }
}
