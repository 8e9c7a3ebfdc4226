package io.groundcrew.worker.secrets;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run may know and nobody else.
 *
 * @param values by variable name; without those that the task's own runtime resolves
 * @param missing why others could not be had, by variable name
 * @param identity of the worker at the clouds that the run's document names
 * @param token for the API; null when the run was given none
 */
public record RunSecrets(
        Map<String, String> values,
        Map<String, String> missing,
        CloudIdentity.Given identity,
        @Nullable String token) {

    public RunSecrets {
        values = Map.copyOf(values);
        missing = Map.copyOf(missing);
    }

    /** Without what it holds, which no log may show. */
    @Override
    public String toString() {
        return "RunSecrets" + values.keySet();
    }
}
