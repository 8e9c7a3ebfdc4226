package io.groundcrew.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudIdentityTest {

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path directory;

    @BeforeEach
    void beSomebodyAtEachCloud() throws IOException {
        environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/worker");
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", file("aws", "aws-token"));
        environment.put("AZURE_CLIENT_ID", "client");
        environment.put("AZURE_FEDERATED_TOKEN_FILE", file("azure", "azure-token"));
        environment.put("GOOGLE_APPLICATION_CREDENTIALS", file("google", "{}"));
        environment.put("AWS_SECRET_ACCESS_KEY", "the worker's own");
    }

    @Test
    void aRunGetsTheIdentityThatItsDocumentAsksForAndNoOther() {
        CloudIdentity.Given given = asked("aws:irsa@cli");

        assertThat(given.variables()).isEqualTo(Map.of("AWS_ROLE_ARN", "arn:aws:iam::1:role/worker"));
        assertThat(given.files()).isEqualTo(Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "aws-token"));
        assertThat(asked("azure:identity@kubeconfig:group/cluster").files())
                .isEqualTo(Map.of("AZURE_FEDERATED_TOKEN_FILE", "azure-token"));
        assertThat(asked("gcp:adc@cli").files()).isEqualTo(Map.of("GOOGLE_APPLICATION_CREDENTIALS", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws:access_key@cli", "azure:sp@cli", "gcp:sa@cli", "file@/etc/token", "plain"})
    void aRunWithCredentialsOfItsOwnGetsNothing(String key) {
        assertThat(asked(key)).isEqualTo(CloudIdentity.Given.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws:assume_role@cli", "aws:cli@kubeconfig:eu-west-1/web"})
    void aRunThatBringsAKeyGetsNothing(String key) {
        SecretRef asking = new SecretRef("SECRET", key);
        SecretRef own = new SecretRef("AWS_ACCESS_KEY_ID", "shop-key");
        CloudIdentity identity = new CloudIdentity(environment, true);

        assertThat(identity.askedFor(List.of(own, asking), Set.of())).isEqualTo(CloudIdentity.Given.NOTHING);
        assertThat(identity.askedFor(List.of(asking), Set.of()).files()).containsKey("AWS_WEB_IDENTITY_TOKEN_FILE");
    }

    /** Or a script looks at the worker's region and finds all well there. */
    @Test
    void aDocumentSaysWhereToWorkAndTheWorkerWhoItIs() {
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_STS_REGIONAL_ENDPOINTS", "regional");
        environment.put("GOOGLE_CLOUD_PROJECT", "workers");

        assertThat(asked("aws:irsa@cli").variables())
                .containsOnlyKeys("AWS_ROLE_ARN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_STS_REGIONAL_ENDPOINTS");
        assertThat(asked("aws:irsa@cli", Set.of("AWS_REGION")).variables())
                .containsOnlyKeys("AWS_ROLE_ARN", "AWS_STS_REGIONAL_ENDPOINTS");
        assertThat(asked("aws:irsa@cli", Set.of("AWS_DEFAULT_REGION", "AWS_STS_REGIONAL_ENDPOINTS", "AWS_ROLE_ARN"))
                        .variables())
                .containsOnlyKeys("AWS_ROLE_ARN");
        assertThat(asked("gcp:adc@cli").variables()).containsOnlyKeys("GOOGLE_CLOUD_PROJECT");
        assertThat(asked("gcp:adc@cli", Set.of("GOOGLE_CLOUD_PROJECT")).variables())
                .isEmpty();
    }

    @Test
    void whatCannotBeReadIsLeftOut() {
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", directory.resolve("gone").toString());

        assertThat(asked("aws:irsa@cli").files()).isEmpty();
    }

    @Test
    void itsTextHoldsNoValue() {
        assertThat(asked("aws:irsa@cli").toString()).contains("AWS_ROLE_ARN").doesNotContain("arn:", "aws-token");
    }

    private CloudIdentity.Given asked(String key) {
        return asked(key, Set.of());
    }

    private CloudIdentity.Given asked(String key, Set<String> given) {
        return new CloudIdentity(environment, true).askedFor(List.of(new SecretRef("SECRET", key)), given);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
