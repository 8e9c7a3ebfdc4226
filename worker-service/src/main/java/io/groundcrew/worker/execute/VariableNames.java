package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.codecollection.bundle.ParameterNames;
import java.util.Map;
import java.util.Optional;

/** Refuses variables and secrets that cannot be given to a process as they are. */
final class VariableNames {

    private VariableNames() {}

    /** A sentence about the first name or value that may not be; empty when all may. */
    static Optional<String> problem(Map<String, String> variables) {
        for (Map.Entry<String, String> entry : variables.entrySet()) {
            String name = entry.getKey();
            if (!ParameterNames.isAllowed(name)) {
                return Optional.of("The variable name '" + Text.cutTo(name, 128)
                        + "' is refused: shells, loaders or interpreters act upon it, or it is no name. Expected"
                        + " letters, digits, underscores and dashes.");
            }
            if (entry.getValue().indexOf('\0') >= 0) {
                return Optional.of("The value of variable '" + name + "' is refused: it holds a NUL character.");
            }
        }
        return Optional.empty();
    }
}
