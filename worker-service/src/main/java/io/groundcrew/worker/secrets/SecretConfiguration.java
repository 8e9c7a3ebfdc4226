package io.groundcrew.worker.secrets;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.worker.pool.PoolProperties;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The stores that a worker can read secrets from. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecretProperties.class)
public class SecretConfiguration {

    @Bean
    Secrets secrets(KeyRing keys, PoolProperties place, SecretProperties properties, Clock clock) {
        return new Secrets(
                new SealedValues(keys, place.location()),
                providers(properties, System.getenv(), clock),
                new CloudIdentity(System.getenv(), properties.cloudIdentity()));
    }

    /** One provider for each kind of store and each Vault. */
    static List<SecretProvider> providers(SecretProperties properties, Map<String, String> environment, Clock clock) {
        KubernetesApi pod = new KubernetesApi(properties.kubernetes(), environment, properties.timeout());
        List<SecretProvider> providers = new ArrayList<>(List.of(
                new FileSecrets(properties.fileRoots()),
                new EnvironmentSecrets(properties.environment(), environment),
                new KubernetesSecrets(pod, properties.kubernetes().cache(), clock)));
        StoreClient client = new StoreClient(null, properties.timeout());
        VaultProviders.of(properties.vault(), environment)
                .forEach((name, vault) -> providers.add(new VaultSecrets(
                        name, vault.address(), new VaultLogin(vault, client, pod, environment, clock), client)));
        return providers;
    }
}
