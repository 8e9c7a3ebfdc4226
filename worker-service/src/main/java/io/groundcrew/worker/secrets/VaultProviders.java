package io.groundcrew.worker.secrets;

import io.groundcrew.worker.secrets.SecretProperties.Vault;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Vaults a worker knows: those of its configuration, and those of RunWhen's variables
 * {@code SECRET_PROVIDER_<name>_VAULT_ADDR} and so on. A name in a variable has {@code _} for {@code -}.
 */
final class VaultProviders {

    private static final Logger log = LoggerFactory.getLogger(VaultProviders.class);
    private static final String PREFIX = "SECRET_PROVIDER_";
    private static final String ADDRESS = "_VAULT_ADDR";

    private VaultProviders() {}

    static Map<String, Vault> of(Map<String, Vault> configured, Map<String, String> environment) {
        Map<String, Vault> all = new TreeMap<>(configured);
        environment.forEach((variable, address) -> {
            if (variable.startsWith(PREFIX) && variable.endsWith(ADDRESS)) {
                String name = variable.substring(PREFIX.length(), variable.length() - ADDRESS.length());
                String stem = PREFIX + name;
                String type = environment.getOrDefault(stem + "_TYPE", "vault");
                if (type.toLowerCase(Locale.ROOT).contains("vault")) {
                    all.putIfAbsent(
                            name,
                            new Vault(
                                    URI.create(address),
                                    environment.get(stem + "_VAULT_AUTH_MOUNT_PATH"),
                                    environment.get(stem + "_VAULT_APPROLE_ROLE_ID"),
                                    environment.get(stem + "_VAULT_APPROLE_SECRET_ID")));
                } else {
                    log.warn("Expected {}_TYPE to be vault, found {}; this provider is left out", stem, type);
                }
            }
        });
        return all;
    }

    /** Whether two spellings name the same provider. */
    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }
}
