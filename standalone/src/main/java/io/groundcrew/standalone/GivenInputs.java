package io.groundcrew.standalone;

import io.groundcrew.worker.author.AuthoredBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Variables and secrets of the command line.
 *
 * @param secrets resolved
 */
record GivenInputs(Map<String, String> variables, Map<String, String> secrets) {

    private static final long MOST_BYTES = 1 << 20;
    private static final String FROM_ENVIRONMENT = "env:";

    /**
     * Reads {@code NAME=VALUE} and {@code NAME=@FILE} or {@code NAME=env:VARIABLE}; throws {@link StartFailure} for anything
     * else.
     */
    static GivenInputs of(List<String> variables, List<String> secrets, Map<String, String> environment) {
        Map<String, String> plain = new LinkedHashMap<>();
        for (String given : variables) {
            int equals = equals(given, "--var", "NAME=VALUE");
            plain.put(given.substring(0, equals), given.substring(equals + 1));
        }
        Map<String, String> hidden = new LinkedHashMap<>();
        for (String given : secrets) {
            int equals = equals(given, "--secret", "NAME=@FILE or NAME=env:VARIABLE");
            String name = given.substring(0, equals);
            hidden.put(name, secret(name, given.substring(equals + 1), environment));
        }
        return new GivenInputs(plain, hidden);
    }

    private static int equals(String given, String option, String form) {
        int equals = given.indexOf('=');
        if (equals < 1) {
            // Only the length: what stands there may be a secret.
            throw new StartFailure("Expected " + form + " after " + option + ", found " + given.length()
                    + " characters without a name and an equals sign.");
        }
        return equals;
    }

    private static String secret(String name, String from, Map<String, String> environment) {
        if (from.startsWith("@")) {
            return content(name, from.substring(1));
        }
        if (!from.startsWith(FROM_ENVIRONMENT)) {
            throw new StartFailure("The secret " + name
                    + " is not taken from the command line, which every user of this"
                    + " machine can read. Use --secret " + name + "=@FILE or --secret " + name + "=env:VARIABLE.");
        }
        String variable = from.substring(FROM_ENVIRONMENT.length());
        String value = environment.get(variable);
        if (value == null) {
            throw new StartFailure("The secret " + name + " is to come from the environment variable " + variable
                    + ", which is not set.");
        }
        return value;
    }

    private static String content(String name, String file) {
        try {
            Path path = Path.of(file);
            if (Files.isRegularFile(path) && Files.size(path) <= MOST_BYTES) {
                return Files.readString(path);
            }
            throw new StartFailure("The secret " + name + " is to come from " + file
                    + ", which is not a regular file of at most 1 MiB.");
        } catch (IOException | InvalidPathException e) {
            throw new StartFailure("The secret " + name + " is to come from " + file
                    + ", which cannot be read as UTF-8 text. Check that it is there and its permissions.");
        }
    }

    /** A remark for each name that the bundle does not import by that name; it may still ask for it while it runs. */
    List<String> unknownTo(AuthoredBundle bundle) {
        List<String> remarks = new ArrayList<>();
        remark("variable", variables.keySet(), bundle.variables(), remarks);
        remark("secret", secrets.keySet(), bundle.secrets(), remarks);
        return remarks;
    }

    private static void remark(String what, Collection<String> given, List<String> known, List<String> remarks) {
        given.stream()
                .filter(name -> !known.contains(name))
                .map(name -> "Note: the bundle names no " + what + " " + name + "; "
                        + (known.isEmpty() ? "it names none." : "it names " + String.join(", ", known) + "."))
                .forEach(remarks::add);
    }

    /** Without values. */
    @Override
    public String toString() {
        return "GivenInputs" + variables.keySet() + secrets.keySet();
    }
}
