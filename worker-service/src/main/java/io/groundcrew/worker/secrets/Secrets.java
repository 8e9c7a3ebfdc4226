package io.groundcrew.worker.secrets;

import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Resolves a run's secrets at the last moment. */
public final class Secrets {

    /** Cloud logins are made inside the task, which finds these keys in RW_SECRETS_KEYS. */
    private static final List<String> RESOLVED_IN_THE_TASK = List.of("azure:", "gcp:", "aws:");

    /** Who a run is at AWS, of which a document may give another than the worker's. */
    private static final String ROLE = "AWS_ROLE_ARN";

    private final SealedValues sealed;
    private final List<SecretProvider> providers;
    private final CloudIdentity identity;

    Secrets(SealedValues sealed, List<SecretProvider> providers, CloudIdentity identity) {
        this.sealed = sealed;
        this.providers = List.copyOf(providers);
        this.identity = identity;
    }

    /**
     * The values of a request's secrets and its token. Of a Robot file, the keyword that imports a secret says whether the task
     * can do without it; of everything else all are needed.
     *
     * @throws SecretUnavailableException with a sentence that names the secret that is needed and never its value
     */
    public RunSecrets resolve(TaskRequest request) throws SecretUnavailableException, InterruptedException {
        Map<String, String> values = new HashMap<>();
        Map<String, String> missing = new TreeMap<>();
        for (SecretRef secret : request.secrets()) {
            try {
                if (RESOLVED_IN_THE_TASK.stream().anyMatch(secret.workspaceKey()::startsWith)) {
                    identity.expectNotWithheld(secret, request.secrets());
                } else {
                    values.put(secret.name(), value(request, secret));
                }
            } catch (SecretUnavailableException e) {
                if (!request.bundle().runsRobot()) {
                    throw e;
                }
                missing.put(secret.name(), String.valueOf(e.getMessage()));
            }
        }
        CloudIdentity.Given given =
                identity.askedFor(request.secrets(), request.variables().keySet());
        if (request.bundle().runsRobot() && given.variables().containsKey(ROLE)) {
            // It is assumed by the worker's, which has its place in the environment.
            String role = request.variables().get(ROLE);
            if (role != null) {
                values.putIfAbsent(ROLE, role);
            }
        }
        return new RunSecrets(values, missing, given, sealed.token(request));
    }

    private String value(TaskRequest request, SecretRef secret)
            throws SecretUnavailableException, InterruptedException {
        if (secret.belongsToWorkspace()) {
            return sealed.value(request.run().id(), secret);
        }
        SecretProvider provider = providers.stream()
                .filter(one -> one.knows(secret.workspaceKey()))
                .findFirst()
                .orElseThrow(() -> new SecretUnavailableException("The secret \"" + secret.name() + "\" is given as \""
                        + form(secret.workspaceKey()) + "\", and this worker has no provider of that name. Expected"
                        + " file@, env@, k8s:file@, k8s:env@ or a provider of worker.secrets.vault."));
        try {
            return provider.read(request.run().slx().workspace(), secret.workspaceKey());
        } catch (SecretUnavailableException e) {
            throw new SecretUnavailableException("The secret \"" + secret.name() + "\" is given as \""
                    + secret.workspaceKey() + "\", " + e.getMessage());
        }
    }

    /** The provider of a key without what follows it, which might be a value that someone put there. */
    private static String form(String key) {
        return key.substring(0, Math.min(key.indexOf('@') + 1, 40)) + "…";
    }
}
