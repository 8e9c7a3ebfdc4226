package io.groundcrew.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.runner.api.model.RunRequestCreate;
import io.groundcrew.runner.api.model.RunSessionCreate;
import io.groundcrew.runner.api.model.RunSessionPatch;
import io.groundcrew.runner.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which runs are accepted, and what becomes of one until a worker has it. */
class RunAcceptanceTest extends RunnerTest {

    private static final RunSessionPatch APPENDED =
            new RunSessionPatch().runRequests(List.of(new RunRequestCreate("demo--disk")));

    @Test
    @SuppressWarnings("NullAway") // Kafka's records carry null for a tombstone, which its types do not say.
    void publishesOneSignedRequestForAnAcceptedRun() {
        AcceptedRun run = open();

        await().until(() -> runner.requests().size() == 1);
        assertThat(runner.requests().getFirst().run()).isEqualTo(run.ref());
        assertThat(runner.requests().getFirst().variables()).containsEntry("LIMIT", "90");
        assertThat(runner.requests().getFirst().services()).containsEntry("kubectl", "kubectl-service.shared");
        assertThat(runner.records(Topics.requests("local", "checks", Lane.INTERACTIVE)))
                .allSatisfy(record -> assertThat(SignedRecords.isSignedBy("runner", runner.keys, record))
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
        AcceptedRun run = open();

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

        AcceptedRun run = open();

        await().until(() -> runner.stateOf(run).equals("DONE Refused"));
        assertThat(ends(run).getFirst().reason()).contains("Check disk");
    }

    @Test
    void holdsARunVisiblyUntilItsPoolIsReady() {
        runner.plan(
                new Plan.Waiting("local", "checks", "preparing environment", Access.READ_ONLY, Duration.ofMinutes(5)));
        AcceptedRun run = open();
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
        open();
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
        open();
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
        AcceptedRun run = open();
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
    void takesTasksAsARunbookListsThem() {
        Map<String, Object> listed = Map.of("name", "Check disk of prod", "value", "Check Disk", "tags", List.of());
        RunSessionCreate asked = new RunSessionCreate()
                .runRequests(List.of(new RunRequestCreate("disk").taskTitles(List.of(listed, "Another"))));

        RunSessions.Accepted session = runner.sessions.open("demo", RunnerFixture.JANE, asked, null);

        assertThat(session.runs().getFirst().taskTitles()).containsExactly("Check Disk", "Another");
    }

    @Test
    void refusesATitleThatIsNone() {
        for (Object title : List.of(7, Map.of("name", "Check Disk"), "x".repeat(1_025))) {
            RunSessionCreate asked = new RunSessionCreate()
                    .runRequests(List.of(new RunRequestCreate("disk").taskTitles(List.of(title))));

            assertThatThrownBy(() -> runner.sessions.open("demo", RunnerFixture.JANE, asked, null))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("taskTitles");
        }
    }

    @Test
    void appendsRunsToASession() {
        AcceptedRun run = open();

        RunSessions.Accepted session = append(run, null);

        assertThat(session.runs()).hasSize(2);
        await().until(() -> runner.requests().size() == 2);
    }

    @Test
    void appendsNothingMoreForTheSameIdempotencyKey() {
        AcceptedRun run = open();
        RunSessions.Accepted first = append(run, "key-1");

        RunSessions.Accepted second = append(run, "key-1");

        assertThat(first.runs()).hasSize(2);
        assertThat(second.runs()).isEqualTo(first.runs());
        assertThat(append(run, "key-2").runs()).hasSize(3);
        assertThat(append(run, null).runs()).hasSize(4);
    }

    @Test
    void answersARepeatedCallThatCouldNotBeAcceptedNow() {
        AcceptedRun run = open("key-1");
        RunSessions.Accepted appended = append(run, "key-2");

        runner.forgetsItsResources();

        assertThat(open("key-1").id()).isEqualTo(run.id());
        assertThat(append(run, "key-2").runs()).hasSameSizeAs(appended.runs());
        assertThatThrownBy(() -> append(run, "key-3")).hasMessageContaining("has just started");
    }

    @Test
    void refusesAnIdempotencyKeyThatAnotherRequestHad() {
        AcceptedRun run = open("key-1");
        append(run, "key-1");
        RunSessionCreate another = new RunSessionCreate().runRequests(List.of(new RunRequestCreate("demo--disk")));
        RunSessionPatch more = new RunSessionPatch().runRequests(List.of());
        RunSessions.Requester joe = new RunSessions.Requester("joe", RunnerFixture.JANE.role());

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> runner.sessions.open("demo", RunnerFixture.JANE, another, "key-1"),
                () -> runner.sessions.append("demo", run.session(), RunnerFixture.JANE, more, "key-1"),
                () -> runner.sessions.append("demo", run.session(), joe, APPENDED, "key-1"))) {
            assertThatThrownBy(call)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("was used for another request")
                    .hasMessageContaining(run.session().toString());
        }
        assertThat(runner.runs.ofSession(run.session())).hasSize(2);
    }

    @Test
    void givesARunThatIsAppendedLateAsMuchTimeAsTheFirst() {
        AcceptedRun run = open();
        Duration time = Duration.between(run.requestedAt(), run.startBy());
        runner.clock.advance(time.minusSeconds(1));

        RunSessions.Accepted session = append(run, null);

        AcceptedRun appended = session.runs().getLast();
        assertThat(Duration.between(appended.requestedAt(), appended.startBy())).isEqualTo(time);
    }

    @Test
    void appendsNothingToAnotherWorkspacesSession() {
        AcceptedRun run = open();

        assertThatThrownBy(() ->
                        runner.sessions.append("other", run.session(), RunnerFixture.JANE, new RunSessionPatch(), null))
                .isInstanceOf(ProblemException.class);
    }

    private RunSessions.Accepted append(AcceptedRun to, @Nullable String idempotencyKey) {
        return runner.sessions.append("demo", to.session(), RunnerFixture.JANE, APPENDED, idempotencyKey);
    }
}
