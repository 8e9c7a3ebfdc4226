package io.groundcrew.worker.secrets;

import io.groundcrew.worker.secrets.SecretProperties.Vault;
import io.groundcrew.worker.secrets.StoreClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * How the worker logs in at one Vault, the first of: the file {@code VAULT_TOKEN_FILE}, the variable {@code VAULT_TOKEN},
 * AppRole, the pod's service account in the role that is named as the workspace.
 */
final class VaultLogin {

    private static final Duration LONGEST = Duration.ofHours(1);

    private final Vault vault;
    private final StoreClient client;
    private final KubernetesApi pod;
    private final Map<String, String> environment;
    private final Clock clock;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    private record Token(String value, Instant until) {}

    VaultLogin(Vault vault, StoreClient client, KubernetesApi pod, Map<String, String> environment, Clock clock) {
        this.vault = vault;
        this.client = client;
        this.pod = pod;
        this.environment = environment;
        this.clock = clock;
    }

    /** A token that holds, from memory where one is there. */
    String token(String workspace) throws SecretUnavailableException, IOException, InterruptedException {
        String file = environment.get("VAULT_TOKEN_FILE");
        if (file != null && !file.isBlank()) {
            return fromFile(file);
        }
        String given = environment.get("VAULT_TOKEN");
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        Token known = tokens.get(workspace);
        if (known != null && clock.instant().isBefore(known.until())) {
            return known.value();
        }
        Token fresh = logIn(workspace);
        tokens.put(workspace, fresh);
        return fresh.value();
    }

    /** Forgets a token that Vault no longer takes; false when there was none that a new login would replace. */
    boolean forget(String workspace) {
        return tokens.remove(workspace) != null;
    }

    private Token logIn(String workspace) throws SecretUnavailableException, IOException, InterruptedException {
        String roleId = vault.roleId();
        String secretId = vault.secretId();
        if (roleId != null && secretId != null) {
            return logIn("approle", Map.of("role_id", roleId, "secret_id", secretId));
        }
        if (pod.hasAccount()) {
            return logIn("kubernetes", Map.of("role", workspace, "jwt", pod.token()));
        }
        throw new SecretUnavailableException("and the worker cannot log in at Vault " + vault.address()
                + ". Give it VAULT_TOKEN_FILE, VAULT_TOKEN, an AppRole or a service account.");
    }

    private Token logIn(String method, Map<String, String> body)
            throws SecretUnavailableException, IOException, InterruptedException {
        String given = vault.authMountPath();
        String mount = given == null || given.isBlank() ? method : given.replaceAll("^/+|/+$", "");
        Answer answer = client.post(vault.address().resolve("/v1/auth/" + mount + "/login"), body);
        JsonNode token = answer.body().path("auth").path("client_token");
        if (answer.status() != 200 || !token.isString()) {
            throw new SecretUnavailableException("and Vault " + vault.address() + " refused the login by " + method
                    + " (" + answer.status() + "). Check role and mount path.");
        }
        // A token is replaced a little before it ends.
        Duration lease = Duration.ofSeconds(
                answer.body().path("auth").path("lease_duration").asLong(0));
        Duration kept = lease.isZero() || lease.compareTo(LONGEST) > 0
                ? LONGEST
                : lease.multipliedBy(4).dividedBy(5);
        return new Token(token.stringValue(), clock.instant().plus(kept));
    }

    private static String fromFile(String file) throws SecretUnavailableException {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException | InvalidPathException e) {
            throw new SecretUnavailableException(
                    "and the file of VAULT_TOKEN_FILE cannot be read. Check that it is there.");
        }
    }
}
