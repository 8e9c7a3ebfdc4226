package io.groundcrew.runner.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.identity.RunTokens;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.runner.api.model.RunRequestCreate;
import io.groundcrew.runner.api.model.RunSessionCreate;
import io.groundcrew.runner.api.model.RunSessionPatch;
import io.groundcrew.runner.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request carries that only the workers of its location can read. Attack case 41. */
class RunSecretsTest extends RunnerTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sealsTheWorkspacesOwnSecretToTheLocationForThisRunOnly(boolean repeatable) {
        KeyPair location = runner.keys.location("local");
        runner.secrets.put("demo", "shop-token", "hunter2");
        runner.plan(RunnerFixture.readyWithSecret(repeatable, "shop-token", "codebundles/disk/codebundle.yaml"));

        AcceptedRun run = open();

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

    /** The keyword in it that imports the secret says whether the task can do without. */
    @Test
    void leavesASecretOutOfARobotFileThatItsWorkspaceDoesNotHave() {
        runner.keys.location("local");
        runner.secrets.put("other", "shop-token", "hunter2");
        runner.plan(RunnerFixture.readyWithSecret(true, "shop-token", "codebundles/disk/runbook.robot"));

        open();

        assertThat(onlyRequest().secrets()).containsExactly(new SecretRef("TOKEN", "shop-token"));
    }

    /** Attack case 41: a name that only another workspace has is as good as none. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesARunWhoseSecretItsWorkspaceDoesNotHave(boolean repeatable) {
        runner.keys.location("local");
        runner.secrets.put("other", "shop-token", "hunter2");
        runner.plan(RunnerFixture.readyWithSecret(repeatable, "shop-token", "codebundles/disk/codebundle.yaml"));

        AcceptedRun run = open();

        await().until(() -> runner.stateOf(run).equals("DONE Refused"));
        assertThat(runner.requests()).isEmpty();
        assertThat(reasonOf(run)).contains("\"TOKEN\"", "\"shop-token\"", "workspace demo");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsARunAsSoonAsTheLocationsKeyCanBeRead(boolean repeatable) throws IOException {
        runner.keys.location("local");
        runner.secrets.put("demo", "shop-token", "hunter2");
        Path keys = runner.publicKeys.resolve("location");
        Path away = Files.move(keys, runner.publicKeys.resolve("away"));
        // A link to itself, which nobody can follow, not even root.
        Files.createSymbolicLink(keys, keys);
        runner.plan(
                new Plan.Waiting("local", "checks", "preparing environment", Access.READ_ONLY, Duration.ofMinutes(5)));
        AcceptedRun waited = open();
        runner.plan(RunnerFixture.readyWithSecret(repeatable, "shop-token", "codebundles/disk/codebundle.yaml"));
        AcceptedRun fresh = open();
        runner.sweep.sweep();
        awaitAllSeen();
        assertThat(runner.stateOf(waited)).isEqualTo("DISPATCHED");
        assertThat(runner.stateOf(fresh)).isEqualTo("DISPATCHED");
        assertThat(runner.requests()).isEmpty();

        Files.delete(keys);
        Files.move(away, keys);
        runner.clock.advance(Duration.ofSeconds(11));
        runner.sweep.sweep();

        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests())
                .extracting(request -> request.run().id())
                .containsExactlyInAnyOrder(waited.id(), fresh.id());
        assertThat(runner.requests()).allMatch(request -> request.sealedToken() != null);
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
                        new RunSessionPatch().runRequests(List.of(new RunRequestCreate("disk"))),
                        null)
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
}
