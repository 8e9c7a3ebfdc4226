package io.groundcrew.worker.secrets;

import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.embedded.test.TestClock;
import io.groundcrew.worker.secrets.SecretProperties.Kubernetes;
import io.groundcrew.worker.secrets.SecretProperties.Vault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of a worker at the location "lab" that has files, variables and, where a test says so, stores. */
abstract class SecretsTest {

    @TempDir
    Path directory;

    KeyRing keys;
    final Map<String, String> environment = new HashMap<>();
    final TestClock clock = new TestClock(Instant.parse("2026-11-25T10:00:00Z"));
    boolean cloudIdentity = true;
    Duration timeout = Duration.ofSeconds(5);

    @Nullable
    URI apiServer;

    Vault vault = new Vault(URI.create("http://unset.invalid"), null, null, null);

    @BeforeEach
    void prepare() {
        keys = new KeyRing(new KeyProperties(directory.resolve("keys"), directory.resolve("public")));
        environment.put("SHOP_TOKEN", "from-env");
        environment.put("OTHER", "not-yours");
    }

    Secrets secrets() {
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

    String value(String key) {
        return value(secrets(), key);
    }

    static String value(Secrets secrets, String key) {
        try {
            return secrets.resolve(request(new SecretRef("TOKEN", key)))
                    .values()
                    .getOrDefault("TOKEN", "");
        } catch (SecretUnavailableException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String refusal(String key) {
        return refusal(secrets(), key);
    }

    static String refusal(Secrets secrets, String key) {
        try {
            secrets.resolve(request(new SecretRef("TOKEN", key)));
        } catch (SecretUnavailableException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError(key + " was resolved");
    }

    static TaskRequest request(SecretRef... secrets) {
        return request("codebundle.yaml", secrets);
    }

    static TaskRequest request(String file, SecretRef... secrets) {
        return request(file, Map.of(), secrets);
    }

    static TaskRequest request(String file, Map<String, String> variables, SecretRef... secrets) {
        return request(UUID.randomUUID(), file, variables, secrets);
    }

    static TaskRequest request(UUID id, String file, Map<String, String> variables, SecretRef... secrets) {
        RunRef run = new RunRef(id, new SlxRef("demo", "shop"), RobotKind.RUNBOOK, Instant.EPOCH, null);
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
}
