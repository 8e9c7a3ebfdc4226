package io.groundcrew.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a run is given of the secrets that its request names. */
class RunSecretsTest extends SecretsTest {

    /** The keyword that imports it says whether the task can do without. */
    @Test
    void leavesOutOfARobotFileWhatCannotBeHadAndSaysWhy() throws Exception {
        TaskRequest request = request(
                "runbook.robot",
                new SecretRef("TOKEN", "env@SHOP_TOKEN"),
                new SecretRef("OTHER", "env@MISSING"),
                new SecretRef("NONE", "no-secret-provided"));

        RunSecrets resolved = secrets().resolve(request);

        assertThat(resolved.values()).isEqualTo(Map.of("TOKEN", "from-env"));
        assertThat(resolved.missing()).containsOnlyKeys("OTHER", "NONE");
        assertThat(resolved.missing().get("OTHER")).contains("not set");
    }

    @Test
    void leavesCloudLoginsToTheTask() throws Exception {
        TaskRequest request = request(
                new SecretRef("azure_credentials", "azure:identity@cli"),
                new SecretRef("gcp_credentials", "gcp:adc@cli"),
                new SecretRef("aws_credentials", "aws:default@cli"),
                new SecretRef("TOKEN", "env@SHOP_TOKEN"));

        assertThat(secrets().resolve(request).values()).isEqualTo(Map.of("TOKEN", "from-env"));
    }

    @Test
    void leavesTheRegionToTheDocument() throws Exception {
        environment.put("AWS_ROLE_ARN", "arn:worker");
        environment.put("AWS_REGION", "us-east-1");
        SecretRef asking = new SecretRef("aws_credentials", "aws:irsa@cli");

        for (String file : List.of("sli.robot", "codebundle.yaml")) {
            RunSecrets resolved = secrets().resolve(request(file, Map.of("AWS_REGION", "eu-west-1"), asking));
            assertThat(resolved.identity().variables()).isEqualTo(Map.of("AWS_ROLE_ARN", "arn:worker"));
            assertThat(resolved.values()).isEmpty();
        }
    }

    @Test
    void keepsTheRoleOfTheDocumentBesideTheWorkersOwn() throws Exception {
        environment.put("AWS_ROLE_ARN", "arn:worker");
        Map<String, String> variables = Map.of("AWS_ROLE_ARN", "arn:document", "OTHER", "x");
        SecretRef asking = new SecretRef("aws_credentials", "aws:irsa@cli");

        RunSecrets robot = secrets().resolve(request("sli.robot", variables, asking));
        assertThat(robot.identity().variables()).containsEntry("AWS_ROLE_ARN", "arn:worker");
        assertThat(robot.values()).isEqualTo(Map.of("AWS_ROLE_ARN", "arn:document"));
        assertThat(secrets()
                        .resolve(request("codebundle.yaml", variables, asking))
                        .values())
                .isEmpty();
    }

    @Test
    void givesItsIdentityToNoRunWhereItsOperatorSaysSo() throws Exception {
        environment.put("AWS_ROLE_ARN", "arn:worker");
        cloudIdentity = false;

        RunSecrets robot = secrets().resolve(request("sli.robot", new SecretRef("TOKEN", "aws:irsa@cli")));

        assertThat(robot.identity()).isEqualTo(CloudIdentity.Given.NOTHING);
        assertThat(robot.missing().get("TOKEN")).contains("worker.secrets.cloud-identity");
        assertThat(refusal("aws:irsa@cli")).contains("\"TOKEN\"", "worker.secrets.cloud-identity");
        assertThat(value("aws:access_key@cli")).isEmpty();
        // There is none to withhold, and the task may find another.
        assertThat(value("gcp:adc@cli")).isEmpty();
    }

    /** What is among the secrets is masked wherever a task writes it. */
    @Test
    void makesNoSecretOfWhatTheDocumentGivesInClear() throws Exception {
        environment.put("AZURE_CLIENT_ID", "worker");
        environment.put("AZURE_TENANT_ID", "tenant");
        Map<String, String> variables = Map.of("AZURE_CLIENT_ID", "document", "AZURE_TENANT_ID", "tenant");

        RunSecrets resolved = secrets()
                .resolve(request("sli.robot", variables, new SecretRef("azure_credentials", "azure:identity@cli")));

        assertThat(resolved.identity().variables()).containsEntry("AZURE_CLIENT_ID", "worker");
        assertThat(resolved.values()).isEmpty();
    }

    @Test
    void opensWhatWasSealedForThisRunAndVariable() throws Exception {
        UUID run = UUID.randomUUID();
        SecretRef good = sealed(new SecretRef("TOKEN", "shop"), run, "TOKEN");

        RunSecrets resolved = secrets().resolve(request(run, "codebundle.yaml", Map.of(), good));
        assertThat(resolved.values()).isEqualTo(Map.of("TOKEN", "hunter2"));
        assertThat(resolved.toString()).doesNotContain("hunter2").contains("TOKEN");
        for (SecretRef moved : List.of(
                sealed(new SecretRef("TOKEN", "shop"), UUID.randomUUID(), "TOKEN"),
                sealed(new SecretRef("TOKEN", "shop"), run, "OTHER"))) {
            assertThatThrownBy(() -> secrets().resolve(request(run, "codebundle.yaml", Map.of(), moved)))
                    .isInstanceOf(SecretUnavailableException.class)
                    .hasMessageContaining("\"TOKEN\"")
                    .hasMessageNotContaining("hunter2");
        }
    }

    private SecretRef sealed(SecretRef secret, UUID run, String variable) {
        byte[] value = "hunter2".getBytes(StandardCharsets.UTF_8);
        return secret.withSealed(
                SealedBox.seal(keys.location("lab").getPublic(), value, SecretRef.sealContext(run, variable)));
    }
}
