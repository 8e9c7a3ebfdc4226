package io.groundcrew.runner.bootstrap;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a first start makes. Each part is applied once per name: what people change or delete afterwards stays so. Documents
 * that nobody has changed are brought up to date at later starts.
 *
 * @param workspace the first workspace
 * @param locations its locations
 * @param variables values for {@code ${name}} in documents and URLs
 * @param collections collections to register, by their names
 * @param documents files with YAML documents, or directories of them; a file is left out while one of its placeholders has
 *     no value
 */
@ConfigurationProperties("runner.bootstrap")
record BootstrapProperties(
        @DefaultValue("default") String workspace,
        @DefaultValue("local") List<String> locations,
        @DefaultValue Map<String, String> variables,
        @DefaultValue List<Collection> collections,
        @DefaultValue List<String> documents) {

    /** A collection to register; people may change it afterwards. */
    record Collection(
            String name,
            String repoURL,
            @Nullable String branch,
            @Nullable String tag,
            @Nullable String ref,
            @Nullable String repoPath) {}
}
