package io.groundcrew.runner.plan;

import io.groundcrew.runner.resource.RobotSpec;
import io.groundcrew.runner.resource.RuntimeVariable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The values a run is given: what the document provides, the defaults of its runtime variables, then the overrides. */
final class RunVariables {

    private RunVariables() {}

    /**
     * @param refusal why an override is not allowed, null when all are
     */
    record Result(Map<String, String> values, @Nullable String refusal) {}

    static Result of(RobotSpec robot, Map<String, String> overrides) {
        Map<String, String> values = new HashMap<>(robot.configProvided());
        for (RuntimeVariable variable : robot.runtimeVariables().values()) {
            String defaultValue = variable.defaultValue();
            // An empty one is what templates write for none.
            if (defaultValue != null && !defaultValue.isEmpty()) {
                values.put(variable.name(), defaultValue);
            }
        }
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            RuntimeVariable variable = robot.runtimeVariables().get(override.getKey());
            if (variable == null) {
                return new Result(
                        Map.of(),
                        "The variable " + override.getKey() + " may not be overridden; "
                                + (robot.runtimeVariables().isEmpty()
                                        ? "the document declares no runtimeVarsProvided."
                                        : "only "
                                                + String.join(
                                                        ", ",
                                                        new TreeSet<>(robot.runtimeVariables()
                                                                .keySet())) + " may."));
            }
            String refusal = variable.refusal(override.getValue());
            if (refusal != null) {
                return new Result(Map.of(), refusal);
            }
            values.put(override.getKey(), override.getValue());
        }
        return new Result(values, null);
    }
}
