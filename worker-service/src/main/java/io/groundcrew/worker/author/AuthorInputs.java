package io.groundcrew.worker.author;

import java.util.Map;

/**
 * What a run is given.
 *
 * @param variables user variables by name
 * @param secrets values by the name under which they are imported; no log may show them
 * @param environment the author's own {@code RW_…} variables that tasks see
 * @param memo content of the author's {@code RW_MEMO_FILE}; empty for none
 */
public record AuthorInputs(
        Map<String, String> variables, Map<String, String> secrets, Map<String, String> environment, String memo) {

    public AuthorInputs {
        variables = Map.copyOf(variables);
        secrets = Map.copyOf(secrets);
        environment = Map.copyOf(environment);
    }

    /**
     * Takes what is given by name, and beneath it what the bundle imports and the author's environment has.
     *
     * @param variables given by name
     * @param secrets given by name
     * @param own the author's environment, with RunWhen's {@code RW_ENV_REMAP}, {@code RW_SECRET_REMAP},
     *     {@code RW_FROM_FILE} and their like
     * @throws AuthorMistake when a name is no variable's, a file is missing or a map is no map
     */
    public static AuthorInputs of(
            AuthoredBundle bundle, Map<String, String> variables, Map<String, String> secrets, Map<String, String> own)
            throws AuthorMistake {
        return new AuthorEnvironment(own).inputs(bundle, variables, secrets);
    }

    /** Without values. */
    @Override
    public String toString() {
        return "AuthorInputs" + variables.keySet() + secrets.keySet();
    }
}
