package io.groundcrew.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.worker.secrets.SecretProperties.Vault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where secrets come from, against a server that speaks Kubernetes' and Vault's calls. */
class SecretProvidersTest extends SecretsTest {

    private static final String SECRET = "GET /api/v1/namespaces/jobs/secrets/kubeconfig";
    private static final String CONFIG = "GET /api/v1/namespaces/team/configmaps/settings";
    private static final String VAULTED = "GET /v1/kv/data/shop";

    @AutoClose
    private final StoreStub store;

    SecretProvidersTest() throws IOException {
        store = new StoreStub();
    }

    @BeforeEach
    void open() throws IOException {
        apiServer = store.address();
        vault = new Vault(store.address(), null, "role-1", "sesame");
        Path account = Files.createDirectories(directory.resolve("account"));
        Files.writeString(account.resolve("token"), "pod-token\n");
        Files.writeString(account.resolve("namespace"), "jobs");
        Path files = Files.createDirectories(directory.resolve("files"));
        Files.writeString(files.resolve("token"), "s3cret");
        Files.createSymbolicLink(files.resolve("link"), account.resolve("token"));
        store.answers(SECRET, 200, "{\"data\":{\"kubeconfig\":\"YXBpVmVyc2lvbjogdjE=\"}}");
        store.answers(CONFIG, 200, "{\"data\":{\"mode\":\"fast\"},\"binaryData\":{\"raw\":\"AQ==\"}}");
        store.answers(VAULTED, 200, "{\"data\":{\"data\":{\"password\":\"open\",\"port\":5432}}}");
        store.answers(
                "POST /v1/auth/approle/login", 200, "{\"auth\":{\"client_token\":\"v1\",\"lease_duration\":100}}");
        store.answers(
                "POST /v1/auth/kubernetes/login", 200, "{\"auth\":{\"client_token\":\"k1\",\"lease_duration\":100}}");
    }

    @Test
    void readsFilesBelowAllowedDirectoriesOnly() {
        assertThat(value("file@" + directory.resolve("files/token"))).isEqualTo("s3cret");
        for (String path : List.of("files/link", "files/../account/token", "account/token", "files/none", "files")) {
            assertThat(refusal("file@" + directory.resolve(path)))
                    .contains("\"TOKEN\"")
                    .doesNotContain("pod-token", "s3cret");
        }
    }

    @Test
    void readsAllowedVariablesOnly() {
        assertThat(value("env@SHOP_TOKEN")).isEqualTo("from-env");
        assertThat(refusal("env@OTHER")).contains("worker.secrets.environment").doesNotContain("not-yours");
        assertThat(refusal("env@MISSING")).contains("not set");
    }

    @Test
    void readsKubernetesSecretsAndConfigMapsWithTheServiceAccount() {
        assertThat(value("k8s:file@secret/kubeconfig:kubeconfig")).isEqualTo("apiVersion: v1");
        assertThat(value("k8s:env@jobs/secret/kubeconfig:kubeconfig")).isEqualTo("apiVersion: v1");
        assertThat(value("k8s:file@team/configmap/settings:mode")).isEqualTo("fast");
        assertThat(value("k8s:file@team/configmap/settings:raw")).isEqualTo("\u0001");
        assertThat(store.calls)
                .allMatch(call -> "Bearer pod-token".equals(call.headers().get("authorization")));
    }

    @Test
    void remembersAKubernetesSecretForAWhile() {
        Secrets secrets = secrets();
        store.answers(SECRET, 200, "{\"data\":{\"kubeconfig\":\"b25l\"}}");
        assertThat(value(secrets, "k8s:file@secret/kubeconfig:kubeconfig")).isEqualTo("one");
        store.answers(SECRET, 200, "{\"data\":{\"kubeconfig\":\"dHdv\"}}");

        assertThat(value(secrets, "k8s:file@secret/kubeconfig:kubeconfig")).isEqualTo("one");
        clock.advance(Duration.ofSeconds(300));
        assertThat(value(secrets, "k8s:file@secret/kubeconfig:kubeconfig")).isEqualTo("two");
        assertThat(store.callsOf(SECRET)).isEqualTo(2);
    }

    @Test
    void saysWhatKubernetesRefused() {
        assertThat(refusal("k8s:file@secret/none:x")).contains("no secret/none in namespace jobs");
        assertThat(refusal("k8s:file@secret/kubeconfig:other")).contains("no entry of that name");
        store.answers(SECRET, 403, "{}");
        assertThat(refusal("k8s:file@secret/kubeconfig:kubeconfig")).contains("Allow its service account");
        store.answers(SECRET, 307, store.address() + "/elsewhere");
        assertThat(refusal("k8s:file@secret/kubeconfig:kubeconfig")).contains("answered 307");
        assertThat(store.callsOf("GET /elsewhere")).isZero();
        apiServer = null;
        assertThat(refusal("k8s:file@secret/kubeconfig:kubeconfig")).contains("outside of a cluster");
    }

    /** Attack case 41. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "k8s:file@../secret/x:y",
                "k8s:file@secret/../../x:y",
                "k8s:file@ns/pods/x:y",
                "k8s:file@secret/x",
                "k8s:file@secret/x?watch=1:y",
                "k8s:file@a/b/secret/x:y",
                "lab-vault@kv/data/../../sys/seal:x",
                "lab-vault@kv/data/./x:y",
                "lab-vault@kv/data/x?list=true:y",
                "lab-vault@http://elsewhere/x:y",
                "lab-vault@/kv/data/x:y",
                "lab-vault@kv/data/shop"
            })
    void asksNoStoreForAMalformedKey(String key) {
        assertThat(refusal(key)).contains("malformed");
        assertThat(store.calls).isEmpty();
    }

    @Test
    void readsVaultAfterAnAppRoleLogin() {
        Secrets secrets = secrets();
        assertThat(value(secrets, "lab-vault@kv/data/shop:password")).isEqualTo("open");
        assertThat(value(secrets, "lab-vault@kv/data/shop:port")).isEqualTo("5432");

        assertThat(store.callsOf("POST /v1/auth/approle/login")).isEqualTo(1);
        assertThat(store.calls.getFirst().body()).contains("role-1", "sesame");
        assertThat(store.calls.getLast().headers()).containsEntry("x-vault-token", "v1");
        clock.advance(Duration.ofSeconds(80));
        value(secrets, "lab-vault@kv/data/shop:password");
        assertThat(store.callsOf("POST /v1/auth/approle/login")).isEqualTo(2);
    }

    @Test
    void prefersATokenFileToATokenToALogin() throws IOException {
        environment.put("VAULT_TOKEN", "given");
        value("lab-vault@kv/data/shop:password");
        assertThat(store.calls.getLast().headers()).containsEntry("x-vault-token", "given");

        environment.put(
                "VAULT_TOKEN_FILE",
                Files.writeString(directory.resolve("vault-token"), "from-file\n")
                        .toString());
        value("lab-vault@kv/data/shop:password");
        assertThat(store.calls.getLast().headers()).containsEntry("x-vault-token", "from-file");
        assertThat(store.callsOf("POST /v1/auth/approle/login")).isZero();
    }

    @Test
    void logsInAsThePodInTheRoleOfTheWorkspace() {
        vault = new Vault(store.address(), "/kubernetes/", null, null);

        assertThat(value("lab-vault@kv/data/shop:password")).isEqualTo("open");
        assertThat(store.calls.getFirst().body()).contains("\"role\":\"demo\"", "\"jwt\":\"pod-token\"");
    }

    @Test
    void logsInAgainWhenVaultNoLongerTakesTheToken() {
        Secrets secrets = secrets();
        value(secrets, "lab-vault@kv/data/shop:password");
        store.answers(VAULTED, 403, "{}");

        assertThat(refusal(secrets, "lab-vault@kv/data/shop:password")).contains("Allow it in the policy");
        assertThat(store.callsOf("POST /v1/auth/approle/login")).isEqualTo(2);
    }

    @Test
    void knowsTheVaultsOfRunWhensVariables() {
        environment.put("SECRET_PROVIDER_team_vault_TYPE", "vault");
        environment.put("SECRET_PROVIDER_team_vault_VAULT_ADDR", store.address().toString());
        environment.put("SECRET_PROVIDER_team_vault_VAULT_AUTH_MOUNT_PATH", "approle");
        environment.put("SECRET_PROVIDER_team_vault_VAULT_APPROLE_ROLE_ID", "r");
        environment.put("SECRET_PROVIDER_team_vault_VAULT_APPROLE_SECRET_ID", "s");

        assertThat(value("team-vault@kv/data/shop:password")).isEqualTo("open");
    }

    @Test
    void saysWhatVaultRefused() {
        assertThat(refusal("lab-vault@kv/data/none:x")).contains("does not have");
        assertThat(refusal("lab-vault@kv/data/shop:none")).contains("no field");
        store.answers("POST /v1/auth/approle/login", 400, "{\"errors\":[\"sesame is wrong\"]}");
        assertThat(refusal("lab-vault@kv/data/shop:password"))
                .contains("refused the login")
                .doesNotContain("sesame");
    }

    @Test
    void givesUpOnAStoreThatNeverAnswers() throws IOException {
        timeout = Duration.ofMillis(200);
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            apiServer = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            vault = new Vault(apiServer, null, "r", "s");

            assertThat(refusal("k8s:file@secret/kubeconfig:kubeconfig")).contains("does not answer");
            assertThat(refusal("lab-vault@kv/data/shop:password")).contains("does not answer");
        }
    }

    @Test
    void refusesAProviderItDoesNotKnowWithoutRepeatingWhatMayBeAValue() {
        assertThat(refusal("nowhere@hunter2"))
                .contains("\"TOKEN\"", "nowhere@…")
                .doesNotContain("hunter2");
        assertThat(refusal("hunter2")).contains("\"TOKEN\"").doesNotContain("hunter2");
    }
}
