package io.groundcrew.worker.secrets;

import io.groundcrew.worker.secrets.StoreClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code <provider>@<mount>/data/<path>:<field>}: a field of a secret in the key-value store, version 2, of one Vault. */
final class VaultSecrets implements SecretProvider {

    private static final Pattern KEY =
            Pattern.compile("[^@]+@(?<path>[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*):(?<field>[^:]{1,200})");
    private static final Pattern STEP_UP = Pattern.compile("(?:^|/)\\.{1,2}(?:/|$)");

    private final String name;
    private final URI address;
    private final VaultLogin login;
    private final StoreClient client;

    VaultSecrets(String name, URI address, VaultLogin login, StoreClient client) {
        this.name = name;
        this.address = address;
        this.login = login;
        this.client = client;
    }

    @Override
    public boolean knows(String key) {
        return VaultProviders.same(name, key.substring(0, Math.max(0, key.indexOf('@'))));
    }

    @Override
    public String read(String workspace, String key) throws SecretUnavailableException, InterruptedException {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches() || STEP_UP.matcher(parts.group("path")).find()) {
            throw new SecretUnavailableException(
                    "which is malformed. Expected " + name + "@<mount>/data/<path>:<field>.");
        }
        try {
            URI place = address.resolve("/v1/" + parts.group("path"));
            Answer answer = get(place, login.token(workspace));
            if (answer.status() == 403 && login.forget(workspace)) {
                answer = get(place, login.token(workspace));
            }
            return field(answer, parts.group("field"));
        } catch (IOException e) {
            throw new SecretUnavailableException(
                    "which cannot be read: Vault " + address + " does not answer (" + e.getMessage() + ").");
        }
    }

    private Answer get(URI place, String token) throws IOException, InterruptedException {
        return client.get(place, Map.of("X-Vault-Token", token, "X-Vault-Request", "true"));
    }

    private String field(Answer answer, String field) throws SecretUnavailableException {
        switch (answer.status()) {
            case 200 -> {}
            case 403 ->
                throw new SecretUnavailableException(
                        "which Vault " + address + " does not show to this worker (403). Allow it in the policy.");
            case 404 ->
                throw new SecretUnavailableException(
                        "which Vault " + address + " does not have. Create it, and name its path with /data/ in it.");
            default ->
                throw new SecretUnavailableException(
                        "which cannot be read: Vault " + address + " answered " + answer.status() + ".");
        }
        JsonNode value = answer.body().path("data").path("data").path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw new SecretUnavailableException("and Vault " + address + " has no field of that name there. Add it.");
        }
        return value.isString() ? value.stringValue() : value.toString();
    }
}
