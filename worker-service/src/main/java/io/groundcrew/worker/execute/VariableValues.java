package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.codecollection.nativebundle.NativeBundle;
import io.groundcrew.codecollection.nativebundle.NativeVariable;
import io.groundcrew.worker.run.TaskExecution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the variables of a native bundle are in one run, known before any of its tasks starts.
 *
 * @param values given, or the bundle's defaults
 * @param problems a sentence for each variable or secret that is missing or not as declared
 */
record VariableValues(Map<String, String> values, List<String> problems) {

    private static final int MOST_SHOWN = 100;

    VariableValues {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    static VariableValues of(NativeBundle bundle, TaskExecution execution) {
        Map<String, String> values = new HashMap<>(execution.variables());
        List<String> problems = new ArrayList<>();
        for (NativeVariable variable : bundle.variables()) {
            if (variable.defaultValue() != null) {
                values.putIfAbsent(variable.name(), variable.defaultValue());
            }
            String value = values.get(variable.name());
            if (value != null) {
                variable.rule()
                        .unmet(value)
                        .ifPresent(expected -> problems.add("Expected " + Text.cutTo(expected, 200)
                                + " as variable " + variable.name() + ", found " + shown(value, execution)
                                + ". Correct it in the configProvided."));
            } else if (variable.required()) {
                problems.add("The variable " + variable.name()
                        + " has no value and no default. Add it to the configProvided.");
            }
        }
        bundle.secrets().stream()
                .filter(secret -> !secret.optional() && !execution.secrets().containsKey(secret.name()))
                .forEach(secret -> problems.add("The secret " + secret.name()
                        + " is not provided to this run. Add it to the secretsProvided."));
        return new VariableValues(values, problems);
    }

    private static String shown(String value, TaskExecution execution) {
        boolean secret = execution.secrets().values().stream()
                .map(String::strip)
                .anyMatch(hidden -> !hidden.isEmpty() && value.contains(hidden));
        return secret ? "a value that holds a secret" : "'" + Text.cutTo(value, MOST_SHOWN) + "'";
    }
}
