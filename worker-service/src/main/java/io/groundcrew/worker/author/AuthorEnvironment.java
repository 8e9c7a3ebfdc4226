package io.groundcrew.worker.author;

import io.groundcrew.codecollection.bundle.ParameterNames;
import io.groundcrew.contracts.run.RobotKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The author's environment, read as RunWhen's {@code ro} does; resolved here, so that every type of task gets it. */
final class AuthorEnvironment {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long MOST_BYTES = 1 << 20;
    private static final int SLI_INTERVAL_SECONDS = 1800;
    private static final int MOST_INTERVAL_SECONDS = 366 * 24 * 3600;
    private static final List<String> PASSED_ON = List.of(
            "RW_WORKSPACE",
            "RW_LOCATION",
            "RW_SVC_URLS",
            "RW_API_BASE_URL",
            "RW_FRONTEND_URL",
            "RW_WORKSPACE_API_URL",
            "RW_SLX_API_URL",
            "RW_USER_API_URL",
            "RW_SECRETS_API_URL",
            "RW_USER_TOKEN");

    private final Map<String, String> own;

    AuthorEnvironment(Map<String, String> own) {
        this.own = own;
    }

    AuthorInputs inputs(AuthoredBundle bundle, Map<String, String> variables, Map<String, String> secrets)
            throws AuthorMistake {
        check(variables.keySet());
        check(secrets.keySet());
        Map<String, String> allVariables = new HashMap<>(variables);
        Map<String, String> renamed = map("RW_ENV_REMAP");
        for (String name : bundle.variables()) {
            // Empty means the default there, as RW.Core has it in front of an author.
            String value = own.getOrDefault(renamed.getOrDefault(name, name), "");
            if (!value.isEmpty()) {
                allVariables.putIfAbsent(name, value);
            }
        }
        Map<String, String> allSecrets = new HashMap<>(secrets);
        Map<String, String> keys = map("RW_SECRET_REMAP");
        Map<String, String> files = map("RW_FROM_FILE");
        for (String name : bundle.secrets()) {
            if (!allSecrets.containsKey(name)) {
                String value = secret(name, keys.getOrDefault(name, name), files);
                if (value != null) {
                    allSecrets.put(name, value);
                }
            }
        }
        return new AuthorInputs(allVariables, allSecrets, environment(bundle), memo());
    }

    /** A JSON file, or one that is made of a file for each key. */
    private String memo() throws AuthorMistake {
        String given = own.getOrDefault("RW_MEMO_FILE", "").strip();
        if (!given.startsWith("{")) {
            return given.isEmpty() ? "" : content("RW_MEMO_FILE", given);
        }
        Map<String, String> memo = new TreeMap<>();
        for (Map.Entry<String, String> file : map("RW_MEMO_FILE").entrySet()) {
            memo.put(file.getKey(), content("RW_MEMO_FILE for the key " + file.getKey(), file.getValue()));
        }
        return JSON.writeValueAsString(memo);
    }

    private @Nullable String secret(String name, String key, Map<String, String> files) throws AuthorMistake {
        String file = files.getOrDefault(name, files.get(key));
        if (file != null) {
            return content("RW_FROM_FILE for the secret " + name, file);
        }
        String value = own.getOrDefault(key, "");
        return value.isEmpty() ? null : value;
    }

    private Map<String, String> environment(AuthoredBundle bundle) throws AuthorMistake {
        Map<String, String> environment = new HashMap<>();
        if (bundle.kind() == RobotKind.SLI) {
            environment.put("RW_LOOKBACK_WINDOW", String.valueOf(Math.round(interval() * 1.5)));
        }
        map("RW_SVC_URLS");
        PASSED_ON.forEach(name -> pass(name, environment));
        bundle.platformVariables().forEach(name -> pass(name, environment));
        String token = own.get("RW_ACCESS_TOKEN");
        if (token != null) {
            environment.putIfAbsent("RW_USER_TOKEN", token);
        }
        return environment;
    }

    private void pass(String name, Map<String, String> environment) {
        String value = own.get(name);
        if (value != null) {
            environment.put(name, value);
        }
    }

    private int interval() throws AuthorMistake {
        String text = own.getOrDefault("RW_SLI_INTERVAL_SECONDS", String.valueOf(SLI_INTERVAL_SECONDS));
        try {
            int seconds = Integer.parseInt(text.strip());
            if (seconds > 0 && seconds <= MOST_INTERVAL_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw badInterval(text);
        }
        throw badInterval(text);
    }

    private static AuthorMistake badInterval(String text) {
        return new AuthorMistake(
                "Expected whole seconds, more than 0, in RW_SLI_INTERVAL_SECONDS, found '" + text + "'.");
    }

    private static void check(Set<String> names) throws AuthorMistake {
        for (String name : names) {
            if (!ParameterNames.isAllowed(name)) {
                throw new AuthorMistake("'" + name + "' can be no variable or secret: it is no name of letters, digits,"
                        + " underscores and dashes, or shells, loaders or the platform act upon it.");
            }
        }
    }

    private Map<String, String> map(String variable) throws AuthorMistake {
        String text = own.getOrDefault(variable, "");
        Map<String, String> map = new HashMap<>();
        if (text.isBlank()) {
            return map;
        }
        try {
            JsonNode found = JSON.readTree(text);
            if (found.isObject() && found.valueStream().allMatch(JsonNode::isString)) {
                found.properties()
                        .forEach(entry ->
                                map.put(entry.getKey(), entry.getValue().stringValue()));
                return map;
            }
        } catch (JacksonException e) {
            // Said below, without what the parser cites: the text may hold a secret by mistake.
            throw noMap(variable);
        }
        throw noMap(variable);
    }

    private static AuthorMistake noMap(String variable) {
        return new AuthorMistake("Expected a JSON object of texts in " + variable
                + ", such as {\"name\": \"value\"}, found something else.");
    }

    private static String content(String where, String name) throws AuthorMistake {
        try {
            String home = System.getProperty("user.home");
            Path file = Path.of(name.startsWith("~/") ? home + name.substring(1) : name);
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                throw new AuthorMistake(
                        "Expected a readable file of at most 1 MiB in " + where + ", found '" + name + "'.");
            }
            return Files.readString(file);
        } catch (IOException | InvalidPathException e) {
            throw new AuthorMistake("The file '" + name + "' in " + where + " cannot be read as UTF-8 text ("
                    + e.getClass().getSimpleName() + "). Check that it is there and its permissions.");
        }
    }
}
