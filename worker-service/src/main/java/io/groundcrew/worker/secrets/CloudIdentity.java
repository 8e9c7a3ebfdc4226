package io.groundcrew.worker.secrets;

import io.groundcrew.contracts.run.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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

    /** Of these, those that are the identity only where the document brings no key of its own. */
    private static final List<String> ASKING_WITHOUT_KEY = List.of("aws:cli@", "aws:assume_role@");

    private static final String OWN_KEY = "AWS_ACCESS_KEY_ID";

    private final Map<String, String> environment;
    private final boolean allowed;

    /** @param allowed whether any run may be given it */
    CloudIdentity(Map<String, String> environment, boolean allowed) {
        this.environment = Map.copyOf(environment);
        this.allowed = allowed;
    }

    /**
     * What a cloud tells.
     *
     * @param login variables without which its files say nothing
     * @param settings variables that tell where to work, which a document may know better; together those that say the same
     * @param files variables that say where a file is
     */
    private record Part(List<String> login, List<List<String>> settings, List<String> files) {

        boolean isIn(Map<String, String> environment) {
            return Stream.concat(login.stream(), files.stream()).anyMatch(environment::containsKey);
        }
    }

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
        if (!allowed) {
            return Given.NOTHING;
        }
        Map<String, String> variables = new HashMap<>();
        Map<String, String> files = new HashMap<>();
        for (SecretRef secret : secrets) {
            if (asksForIt(secret, secrets)) {
                Part part = part(secret);
                part.login().forEach(name -> putKnown(variables, name, environment.get(name)));
                part.settings().stream()
                        .filter(names -> names.stream().noneMatch(given::contains))
                        .flatMap(List::stream)
                        .forEach(name -> putKnown(variables, name, environment.get(name)));
                part.files().forEach(name -> putKnown(files, name, content(name)));
            }
        }
        return variables.isEmpty() && files.isEmpty() ? Given.NOTHING : new Given(variables, files);
    }

    /**
     * Expects that a secret is not one for which a run would need what this worker may not give.
     *
     * @param secrets all of the run
     * @throws SecretUnavailableException when it is, with what to do
     */
    void expectNotWithheld(SecretRef secret, List<SecretRef> secrets) throws SecretUnavailableException {
        if (!allowed && asksForIt(secret, secrets) && part(secret).isIn(environment)) {
            throw new SecretUnavailableException("The secret \"" + secret.name() + "\" is given as \""
                    + secret.workspaceKey()
                    + "\", which is this worker's own identity, and this worker may give that to"
                    + " no run. Set worker.secrets.cloud-identity to true, or give the run credentials of its own.");
        }
    }

    private static boolean asksForIt(SecretRef secret, List<SecretRef> secrets) {
        String key = secret.workspaceKey();
        return ASKING.stream().anyMatch(key::startsWith)
                && !(ASKING_WITHOUT_KEY.stream().anyMatch(key::startsWith)
                        && secrets.stream().anyMatch(other -> other.name().equals(OWN_KEY)));
    }

    private static Part part(SecretRef asking) {
        String key = asking.workspaceKey();
        return Objects.requireNonNull(PARTS.get(key.substring(0, key.indexOf(':') + 1)));
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
