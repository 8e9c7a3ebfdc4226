package io.groundcrew.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.worker.TestRequests;
import io.groundcrew.worker.secrets.CloudIdentity;
import io.groundcrew.worker.secrets.RunSecrets;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class RunEnvironmentTest {

    private static final URI API = URI.create("http://gateway:8080/");
    private static final URI CONSOLE = URI.create("https://crew.example.com/");
    private static final RunSecrets NO_SECRETS = new RunSecrets(Map.of(), Map.of(), CloudIdentity.Given.NOTHING, null);

    @Test
    void namesTheAddressesAsLibrariesPutThemTogether() {
        Map<String, String> given =
                new RunEnvironment(API, CONSOLE, Map.of()).of(TestRequests.withServices(Map.of()), NO_SECRETS);

        assertThat(given)
                .containsEntry("RW_API_BASE_URL", "http://gateway:8080")
                .containsEntry("RW_FRONTEND_URL", "https://crew.example.com")
                .containsEntry("RW_WORKSPACE_API_URL", "http://gateway:8080/api/v3/workspaces")
                .containsEntry("RW_SLX_API_URL", "http://gateway:8080/api/v3/workspaces/default/slxs/default--disk")
                .containsEntry("RW_SECRETS_API_URL", "http://gateway:8080/api/v3/workspaces/default/secrets")
                .containsEntry("RW_SVC_URLS", "{}")
                .doesNotContainKey("RW_SECRETS_MISSING");
    }

    @Test
    void givesTheServicesOfTheLocationByTheirVariables() {
        RunEnvironment environment = new RunEnvironment(
                API, CONSOLE, Map.of("curl-service.shared", "http://curl:8000", "other", "http://other"));

        Map<String, String> given = environment.of(
                TestRequests.withServices(Map.of("curl", "curl-service.shared", "kubectl", "kubectl-service.shared")),
                NO_SECRETS);

        assertThat(given).containsEntry("RW_SVC_URLS", "{\"curl\":\"http://curl:8000\"}");
    }

    @Test
    void saysWhichSecretsCouldNotBeHadAndWhy() {
        RunSecrets secrets =
                new RunSecrets(Map.of(), Map.of("TOKEN", "The vault is sealed."), CloudIdentity.Given.NOTHING, null);

        assertThat(new RunEnvironment(API, CONSOLE, Map.of()).of(TestRequests.withServices(Map.of()), secrets))
                .containsEntry("RW_SECRETS_MISSING", "{\"TOKEN\":\"The vault is sealed.\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "=http://curl", "curl=curl:8000", "curl=", ""})
    void refusesWhatIsNoService(String text) {
        RunProperties properties =
                new RunProperties(API, null, List.of(text), DataSize.ofBytes(1), DataSize.ofBytes(1), 1, Duration.ZERO);

        assertThatThrownBy(properties::serviceUrls)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=url")
                .hasMessageContaining("\"" + text + "\"");
    }
}
