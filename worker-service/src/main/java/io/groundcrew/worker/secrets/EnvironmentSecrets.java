package io.groundcrew.worker.secrets;

import java.util.List;
import java.util.Map;

/** {@code env@NAME}: a variable of the worker's own environment that the operator allowed by name. */
final class EnvironmentSecrets implements SecretProvider {

    private static final String PREFIX = "env@";

    private final List<String> allowed;
    private final Map<String, String> environment;

    EnvironmentSecrets(List<String> allowed, Map<String, String> environment) {
        this.allowed = List.copyOf(allowed);
        this.environment = environment;
    }

    @Override
    public boolean knows(String key) {
        return key.startsWith(PREFIX);
    }

    @Override
    public String read(String workspace, String key) throws SecretUnavailableException {
        String name = key.substring(PREFIX.length());
        if (!allowed.contains(name)) {
            throw new SecretUnavailableException(
                    "which is not a name of worker.secrets.environment. Allow it there or give the secret another way.");
        }
        String value = environment.get(name);
        if (value == null) {
            throw new SecretUnavailableException("which is not set in the worker's environment. Set it.");
        }
        return value;
    }
}
