package io.groundcrew.worker.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.worker.secrets.SecretProperties.Kubernetes;
import io.groundcrew.worker.secrets.SecretProperties.Vault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where secrets come from, against a server that speaks Kubernetes' and Vault's calls. */
class SecretsTest {

    private static final String SECRET = "GET /api/v1/namespaces/jobs/secrets/kubeconfig";
    private static final String CONFIG = "GET /api/v1/namespaces/team/configmaps/settings";
    private static final String VAULTED = "GET /v1/kv/data/shop";

    @TempDir
    private Path directory;

    private StoreStub store;
    private KeyRing keys;
    private final Map<String, String> environment = new HashMap<>();
    private final MovedClock clock = new MovedClock();
    private boolean cloudIdentity = true;
    private Duration timeout = Duration.ofSeconds(5);
    private @Nullable URI apiServer;
    private Vault vault = new Vault(URI.create("http://unset.invalid"), null, null, null);

    @BeforeEach
    void open() throws IOException {
        store = new StoreStub();
        apiServer = store.address();
        vault = new Vault(store.address(), null, "role-1", "sesame");
        keys = new KeyRing(new KeyProperties(directory.resolve("keys"), directory.resolve("public")));
        Path account = Files.createDirectories(directory.resolve("account"));
        Files.writeString(account.resolve("token"), "pod-token\n");
        Files.writeString(account.resolve("namespace"), "jobs");
        Path files = Files.createDirectories(directory.resolve("files"));
        Files.writeString(files.resolve("token"), "s3cret");
        Files.createSymbolicLink(files.resolve("link"), account.resolve("token"));
        environment.put("SHOP_TOKEN", "from-env");
        environment.put("OTHER", "not-yours");
        store.answers(SECRET, 200, "{\"data\":{\"kubeconfig\":\"YXBpVmVyc2lvbjogdjE=\"}}");
        store.answers(CONFIG, 200, "{\"data\":{\"mode\":\"fast\"},\"binaryData\":{\"raw\":\"AQ==\"}}");
        store.answers(VAULTED, 200, "{\"data\":{\"data\":{\"password\":\"open\",\"port\":5432}}}");
        store.answers(
                "POST /v1/auth/approle/login", 200, "{\"auth\":{\"client_token\":\"v1\",\"lease_duration\":100}}");
        store.answers(
                "POST /v1/auth/kubernetes/login", 200, "{\"auth\":{\"client_token\":\"k1\",\"lease_duration\":100}}");
    }

    @AfterEach
    void close() {
        store.close();
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
        clock.now = clock.now.plusSeconds(300);
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
        clock.now = clock.now.plusSeconds(80);
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
        TaskRequest request = request();
        UUID run = request.run().id();
        SecretRef good = sealed(new SecretRef("TOKEN", "shop"), run, "TOKEN");

        RunSecrets resolved = secrets().resolve(with(request, good));
        assertThat(resolved.values()).isEqualTo(Map.of("TOKEN", "hunter2"));
        assertThat(resolved.toString()).doesNotContain("hunter2").contains("TOKEN");
        for (SecretRef moved : List.of(
                sealed(new SecretRef("TOKEN", "shop"), UUID.randomUUID(), "TOKEN"),
                sealed(new SecretRef("TOKEN", "shop"), run, "OTHER"))) {
            assertThatThrownBy(() -> secrets().resolve(with(request, moved)))
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

    private Secrets secrets() {
        SecretProperties properties = new SecretProperties(
                List.of(directory.resolve("files")),
                List.of("SHOP_TOKEN", "MISSING"),
                cloudIdentity,
                timeout,
                new Kubernetes(apiServer, directory.resolve("account"), Duration.ofMinutes(5)),
                Map.of("lab-vault", vault));
        return new Secrets(
                new SealedValues(keys, "lab"),
                SecretConfiguration.providers(properties, environment, clock),
                new CloudIdentity(environment, properties.cloudIdentity()));
    }

    private String value(String key) {
        return value(secrets(), key);
    }

    private static String value(Secrets secrets, String key) {
        try {
            return secrets.resolve(request(new SecretRef("TOKEN", key)))
                    .values()
                    .getOrDefault("TOKEN", "");
        } catch (SecretUnavailableException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String refusal(String key) {
        return refusal(secrets(), key);
    }

    private static String refusal(Secrets secrets, String key) {
        try {
            secrets.resolve(request(new SecretRef("TOKEN", key)));
        } catch (SecretUnavailableException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError(key + " was resolved");
    }

    private static TaskRequest request(SecretRef... secrets) {
        return request("codebundle.yaml", secrets);
    }

    private static TaskRequest request(String file, SecretRef... secrets) {
        return request(file, Map.of(), secrets);
    }

    private static TaskRequest request(String file, Map<String, String> variables, SecretRef... secrets) {
        RunRef run = new RunRef(UUID.randomUUID(), new SlxRef("demo", "shop"), RobotKind.RUNBOOK, Instant.EPOCH, null);
        return new TaskRequest(
                run,
                1,
                "lab",
                "checks",
                Lane.INTERACTIVE,
                new BundleRef("checks", "c0ffee", file),
                List.of(),
                variables,
                List.of(secrets),
                Map.of(),
                Access.READ_ONLY,
                true,
                Instant.EPOCH,
                Duration.ofMinutes(1),
                0,
                null,
                null,
                null);
    }

    private static TaskRequest with(TaskRequest request, SecretRef secret) {
        return new TaskRequest(
                request.run(),
                request.attempt(),
                request.location(),
                request.pool(),
                request.lane(),
                request.bundle(),
                request.taskTitles(),
                request.variables(),
                Stream.of(secret).toList(),
                request.services(),
                request.access(),
                request.repeatable(),
                request.notAfter(),
                request.timeout(),
                request.intervalSeconds(),
                null,
                null,
                null);
    }

    private static final class MovedClock extends Clock {

        private Instant now = Instant.parse("2026-11-25T10:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
