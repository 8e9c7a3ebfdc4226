package io.groundcrew.worker.secrets;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where secrets may come from.
 *
 * @param fileRoots directories below which {@code file@} secrets may lie; none refuses them all
 * @param environment names of the worker's variables that {@code env@} may name; none refuses them all
 * @param cloudIdentity whether a run whose document asks for it is given the worker's identity at a cloud
 * @param timeout for one call of a store
 * @param vault Vault servers by provider name
 */
@ConfigurationProperties("worker.secrets")
record SecretProperties(
        List<Path> fileRoots,
        List<String> environment,
        boolean cloudIdentity,
        Duration timeout,
        Kubernetes kubernetes,
        @DefaultValue Map<String, Vault> vault) {

    SecretProperties {
        fileRoots = List.copyOf(fileRoots);
        environment = List.copyOf(environment);
        vault = Map.copyOf(vault);
    }

    /**
     * @param apiServer null for that of the cluster the worker runs in
     * @param accountDirectory has {@code token}, {@code namespace} and {@code ca.crt}
     * @param cache how long a value is remembered
     */
    record Kubernetes(@Nullable URI apiServer, Path accountDirectory, Duration cache) {}

    /**
     * @param authMountPath where the login method is mounted; null for {@code approle} or {@code kubernetes}
     * @param roleId AppRole; null to log in with the service account, in the role named as the workspace
     */
    record Vault(
            URI address,
            @Nullable String authMountPath,
            @Nullable String roleId,
            @Nullable String secretId) {

        /** Without the secret id. */
        @Override
        public String toString() {
            return "Vault[" + address + "]";
        }
    }
}
