package io.groundcrew.worker.secrets;

import io.groundcrew.worker.secrets.StoreClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * {@code k8s:file@[namespace/]secret/<name>:<key>}, the same with {@code configmap}, and {@code k8s:env@…}: entries of Secrets
 * and ConfigMaps, read with the worker's service account and remembered for a while.
 */
final class KubernetesSecrets implements SecretProvider {

    private static final Pattern KEY = Pattern.compile("k8s:(?:file|env)@"
            + "(?:(?<namespace>[a-z0-9][a-z0-9-]{0,62})/)?(?<kind>secret|configmap)/"
            + "(?<name>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?):(?<entry>[A-Za-z0-9._-]{1,253})");
    private static final int MOST_REMEMBERED = 1000;

    private final KubernetesApi api;
    private final Duration remembered;
    private final Clock clock;
    private final Map<String, Entry> cache = new ConcurrentHashMap<>();

    private record Entry(String value, Instant until) {}

    KubernetesSecrets(KubernetesApi api, Duration remembered, Clock clock) {
        this.api = api;
        this.remembered = remembered;
        this.clock = clock;
    }

    @Override
    public boolean knows(String key) {
        return key.startsWith("k8s:");
    }

    @Override
    public String read(String workspace, String key) throws SecretUnavailableException, InterruptedException {
        Instant now = clock.instant();
        Entry known = cache.get(key);
        if (known != null && now.isBefore(known.until())) {
            return known.value();
        }
        String value = fetch(key);
        cache.values().removeIf(entry -> !now.isBefore(entry.until()));
        if (cache.size() < MOST_REMEMBERED) {
            cache.put(key, new Entry(value, now.plus(remembered)));
        }
        return value;
    }

    private String fetch(String key) throws SecretUnavailableException, InterruptedException {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw new SecretUnavailableException(
                    "which is malformed. Expected k8s:file@[<namespace>/]secret/<name>:<key> or the same with configmap.");
        }
        String given = parts.group("namespace");
        String namespace = given == null ? api.namespace() : given;
        String what = parts.group("kind") + "/" + parts.group("name") + " in namespace " + namespace;
        Answer answer;
        try {
            answer =
                    api.get("/api/v1/namespaces/" + namespace + "/" + parts.group("kind") + "s/" + parts.group("name"));
        } catch (IOException e) {
            throw new SecretUnavailableException(
                    "which cannot be read: the Kubernetes API does not answer (" + e.getMessage() + ").");
        }
        return switch (answer.status()) {
            case 200 -> entry(answer.body(), parts.group("kind"), parts.group("entry"), what);
            case 401, 403 ->
                throw new SecretUnavailableException("which the Kubernetes API does not show to this worker ("
                        + answer.status() + "). Allow its service account to get " + what + ".");
            case 404 -> throw new SecretUnavailableException("and there is no " + what + ". Create it.");
            default ->
                throw new SecretUnavailableException(
                        "which cannot be read: the Kubernetes API answered " + answer.status() + ".");
        };
    }

    private static String entry(JsonNode body, String kind, String entry, String what)
            throws SecretUnavailableException {
        JsonNode plain = body.path("data").path(entry);
        JsonNode encoded =
                kind.equals("secret") ? plain : body.path("binaryData").path(entry);
        if (kind.equals("configmap") && plain.isString()) {
            return plain.stringValue();
        }
        if (!encoded.isString()) {
            throw new SecretUnavailableException("and " + what + " has no entry of that name. Add it.");
        }
        try {
            return new String(Base64.getDecoder().decode(encoded.stringValue()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SecretUnavailableException("and the Kubernetes API's answer for " + what + " is no Base64.");
        }
    }
}
