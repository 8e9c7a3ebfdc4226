package io.groundcrew.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One SLX of one workspace. Its full name is {@code <workspace>--<short name>}, as in RunWhen's documents.
 *
 * @param workspace a workspace name, see {@link Names#workspace}
 * @param shortName the SLX name without the workspace, see {@link Names#slx}
 */
public record SlxRef(String workspace, String shortName) {

    private static final String SEPARATOR = "--";

    public SlxRef {
        Names.workspace(workspace);
        Names.slx(shortName);
    }

    /**
     * Reads a name that a person or a document gave: the full name, or the short name alone.
     *
     * @throws IllegalArgumentException when the name is malformed or carries another workspace
     */
    public static SlxRef of(String workspace, String name) {
        int separator = name.indexOf(SEPARATOR);
        if (separator < 0) {
            return new SlxRef(workspace, name);
        }
        String prefix = name.substring(0, separator);
        if (!prefix.equals(workspace)) {
            throw new IllegalArgumentException("Expected the SLX name \"" + name + "\" to belong to workspace \""
                    + workspace + "\", but its prefix is \"" + prefix + "\". Use \"" + workspace + SEPARATOR
                    + "<slx>\" or the short name.");
        }
        return new SlxRef(workspace, name.substring(separator + SEPARATOR.length()));
    }

    /** Reads a full name. */
    @JsonCreator
    public static SlxRef parse(String fullName) {
        int separator = fullName.indexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException(
                    "Expected an SLX name of the form <workspace>--<slx>, found \"" + fullName + "\".");
        }
        return new SlxRef(fullName.substring(0, separator), fullName.substring(separator + SEPARATOR.length()));
    }

    @JsonValue
    public String fullName() {
        return workspace + SEPARATOR + shortName;
    }

    @Override
    public String toString() {
        return fullName();
    }
}
