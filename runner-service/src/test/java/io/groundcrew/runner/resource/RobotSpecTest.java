package io.groundcrew.runner.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.contracts.run.SecretRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RobotSpecTest {

    @Test
    void takesAValueInThePlaceOfAKeyForAVariable() {
        RobotSpec spec = runbook(Map.of(
                "secretsProvided",
                List.of(
                        Map.of("name", "aws_credentials", "workspaceKey", "aws:assume_role@cli"),
                        Map.of("name", "AWS_ROLE_ARN", "value", "arn:aws:iam::1:role/r"))));

        assertThat(spec.secrets()).containsExactly(new SecretRef("aws_credentials", "aws:assume_role@cli"));
        assertThat(spec.configProvided()).containsEntry("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
    }

    @Test
    void refusesASecretThatIsNowhere() {
        assertThatThrownBy(() -> runbook(Map.of("secretsProvided", List.of(Map.of("name", "TOKEN")))))
                .hasMessageContaining("spec.secretsProvided.workspaceKey");
    }

    @Test
    void namesTheServicesOfItsLocation() {
        RobotSpec spec = runbook(Map.of(
                "servicesProvided", List.of(Map.of("name", "curl", "locationServiceName", "curl-service.shared"))));

        assertThat(spec.services()).containsExactly(Map.entry("curl", "curl-service.shared"));
    }

    @Test
    void looksBackAsFarAsTheRunbookSaysUnlessAVariableSaysOtherwise() {
        assertThat(runbook(Map.of("lookbackWindow", 1800)).configProvided())
                .containsEntry("RW_LOOKBACK_WINDOW", "1800");
        assertThat(runbook(Map.of(
                                "lookbackWindow",
                                1800,
                                "configProvided",
                                List.of(Map.of("name", "RW_LOOKBACK_WINDOW", "value", "60"))))
                        .configProvided())
                .containsEntry("RW_LOOKBACK_WINDOW", "60");
    }

    @Test
    void takesAScriptOf64KiBAsBase64() {
        String script = "x".repeat(64 * 1024 * 4 / 3 + 4);

        assertThat(runbook(Map.of("configProvided", List.of(Map.of("name", "GEN_CMD", "value", script))))
                        .configProvided())
                .containsEntry("GEN_CMD", script);
    }

    private static RobotSpec runbook(Map<String, Object> more) {
        Map<String, Object> spec = new HashMap<>(more);
        spec.put(
                "codeBundle",
                Map.of("repoUrl", "https://example.com/c.git", "pathToRobot", "codebundles/b/runbook.robot"));
        return RobotSpec.read(Kind.RUNBOOK, spec);
    }
}
