package io.groundcrew.worker.execute;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which names a run's variables may have: they become environment variables of its processes. */
final class VariableNames {

    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    // What a loader, a shell, an interpreter or Git acts upon, and the platform's own.
    private static final Pattern RESERVED = Pattern.compile(
            "(?:LD_|DYLD_|BASH_|PYTHON|GIT_|PERL5|RUBY|GROUNDCREW_|RW_).*"
                    + "|PATH|IFS|ENV|HOME|SHELL|TMPDIR|PS4|SHELLOPTS|BASHOPTS|CDPATH|PROMPT_COMMAND|NODE_OPTIONS"
                    + "|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|GCONV_PATH|LOCPATH|CODEBUNDLE_TEMP_DIR|RUNWHEN_.*");

    private VariableNames() {}

    /** A sentence about the first name or value that may not be; empty when all may. */
    static Optional<String> problem(Map<String, String> variables) {
        for (Map.Entry<String, String> entry : variables.entrySet()) {
            String name = entry.getKey();
            boolean lookback = name.equals("RW_LOOKBACK_WINDOW");
            if (!FORM.matcher(name).matches() || (RESERVED.matcher(name).matches() && !lookback)) {
                return Optional.of(
                        "The variable name '" + name + "' is refused: shells, loaders or interpreters act upon"
                                + " it, or it is no name. Expected letters, digits and underscores.");
            }
            if (entry.getValue().indexOf('\0') >= 0) {
                return Optional.of("The value of variable '" + name + "' is refused: it holds a NUL character.");
            }
        }
        return Optional.empty();
    }
}
