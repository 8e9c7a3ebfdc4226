package io.groundcrew.worker.secrets;

import io.groundcrew.contracts.run.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who this worker is at a cloud, as the cloud tells a pod or a machine by variables and token files. A run is given that only
 * where its document asks for it; tasks see nothing else of the worker's environment.
 */
public final class CloudIdentity {

    /** The variable with which Azure's identity endpoint tells who may ask it; all others name things. */
    public static final String ENDPOINT_PASSWORD = "IDENTITY_HEADER";

    private static final Logger log = LoggerFactory.getLogger(CloudIdentity.class);

    private static final long MOST_FILE = 64 * 1024;

    private static final Part AWS = new Part(
            List.of("AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
            // One setting: some programs read the first name, some the second.
            List.of(List.of("AWS_REGION", "AWS_DEFAULT_REGION"), List.of("AWS_STS_REGIONAL_ENDPOINTS")),
            List.of("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
    private static final Part AZURE = new Part(
            List.of(
                    "AZURE_CLIENT_ID",
                    "AZURE_TENANT_ID",
                    "AZURE_AUTHORITY_HOST",
                    "IDENTITY_ENDPOINT",
                    ENDPOINT_PASSWORD),
            List.of(),
            List.of("AZURE_FEDERATED_TOKEN_FILE"));
    private static final Part GOOGLE =
            new Part(List.of(), List.of(List.of("GOOGLE_CLOUD_PROJECT")), List.of("GOOGLE_APPLICATION_CREDENTIALS"));

    private static final Map<String, Part> PARTS = Map.of("aws:", AWS, "azure:", AZURE, "gcp:", GOOGLE);

    /** Keys of secrets that name an identity which is there, and not one that comes with the document. */
    private static final List<String> ASKING = List.of(
            "aws:irsa@",
            "aws:workload_identity@",
            "aws:default@",
            "aws:cli@",
            "aws:assume_role@",
            "azure:identity@",
            "gcp:adc@");

    private final Map<String, String> environment;

    CloudIdentity(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * What a cloud tells.
     *
     * @param login variables without which its files say nothing
     * @param settings variables that tell where to work, which a document may know better; together those that say the same
     * @param files variables that say where a file is
     */
    private record Part(List<String> login, List<List<String>> settings, List<String> files) {}

    /**
     * What a run is given of it.
     *
     * @param variables by name
     * @param files contents of files by the variable that says where the file is
     */
    public record Given(Map<String, String> variables, Map<String, String> files) {

        /** Nothing. */
        public static final Given NOTHING = new Given(Map.of(), Map.of());

        public Given {
            variables = Map.copyOf(variables);
            files = Map.copyOf(files);
        }

        /** Without what it holds, which no log may show. */
        @Override
        public String toString() {
            return "Given" + variables.keySet() + files.keySet();
        }
    }

    /**
     * The parts of it that a run's secrets ask for; what this worker does not have is left out, and so is a setting that the
     * run's document gives.
     *
     * @param given names of the variables that the document gives
     */
    Given askedFor(List<SecretRef> secrets, Set<String> given) {
        Map<String, String> variables = new HashMap<>();
        Map<String, String> files = new HashMap<>();
        for (SecretRef secret : secrets) {
            String key = secret.workspaceKey();
            if (ASKING.stream().anyMatch(key::startsWith)) {
                Part part = PARTS.get(key.substring(0, key.indexOf(':') + 1));
                if (part != null) {
                    part.login().forEach(name -> putKnown(variables, name, environment.get(name)));
                    part.settings().stream()
                            .filter(names -> names.stream().noneMatch(given::contains))
                            .flatMap(List::stream)
                            .forEach(name -> putKnown(variables, name, environment.get(name)));
                    part.files().forEach(name -> putKnown(files, name, content(name)));
                }
            }
        }
        return variables.isEmpty() && files.isEmpty() ? Given.NOTHING : new Given(variables, files);
    }

    private static void putKnown(Map<String, String> to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    private @Nullable String content(String name) {
        String path = environment.get(name);
        if (path == null) {
            return null;
        }
        try {
            Path file = Path.of(path);
            long size = Files.size(file);
            if (size > MOST_FILE) {
                throw new IOException("Expected at most " + MOST_FILE + " bytes, found " + size);
            }
            return Files.readString(file);
        } catch (IOException e) {
            log.warn(
                    "The file that {} names cannot be read, so a run that asks for this identity does not get it",
                    name,
                    e);
            return null;
        }
    }
}
