package io.groundcrew.codecollection.bundle;

import java.util.regex.Pattern;

/**
 * Which names variables and secrets may have. They become environment variables, so a name that a loader, a shell, an
 * interpreter or Git acts upon would run something else than the task.
 */
public final class ParameterNames {

    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,127}");

    private static final Pattern ACTED_UPON = Pattern.compile(
            // The loader and the C library
            "LD_.*|DYLD_.*|GLIBC_TUNABLES|GCONV_PATH|LOCPATH|NLSPATH"
                    // Shells
                    + "|PATH|IFS|ENV|HOME|SHELL|SHELLOPTS|BASHOPTS|BASH_.*|PS4|CDPATH|PROMPT_COMMAND|TMPDIR"
                    // Interpreters
                    + "|PYTHON.*|PERL5.*|RUBYOPT|RUBYLIB|NODE_OPTIONS|NODE_PATH|CLASSPATH"
                    + "|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS"
                    // Git and SSH; a bundle's own GIT_TOKEN or GIT_USERNAME is none of them
                    + "|GIT_(?:SSH|CONFIG|TRACE|TEMPLATE|ALTERNATE|OBJECT).*"
                    + "|GIT_(?:EXEC_PATH|ASKPASS|PROXY_COMMAND|EXTERNAL_DIFF|EDITOR|SEQUENCE_EDITOR|PAGER|DIR|WORK_TREE"
                    + "|COMMON_DIR|INDEX_FILE)|SSH_ASKPASS.*|LESSOPEN|LESSCLOSE"
                    // The platform's own, but for the two that public bundles are given as parameters
                    + "|RW_(?!LOOKBACK_WINDOW$|API_TOKEN$).*|RUNWHEN_.*|GROUNDCREW_.*|CODEBUNDLE_TEMP_DIR");

    private ParameterNames() {}

    /** Whether a variable or secret may be called this. */
    public static boolean isAllowed(String name) {
        return FORM.matcher(name).matches() && !ACTED_UPON.matcher(name).matches();
    }
}
