package io.groundcrew.chassis.problem;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/** Why a body could not be read, for its sender. */
final class UnreadableBody {

    private static final Pattern CLASS_NAME = Pattern.compile("`[\\w.$]*?(\\w+)(<[^`]*>)?`");

    /** Where a bracket was opened, told in bytes of a source that is not shown. */
    private static final Pattern SOURCE = Pattern.compile("\\s*\\((for|start marker)\\b.*?\\[Source:.*?\\]\\)");

    private UnreadableBody() {}

    /** What was expected and found, and where; without the names of our packages. */
    static String reason(JacksonException e) {
        String message = SOURCE.matcher(e.getOriginalMessage()).replaceAll("");
        String what = CLASS_NAME.matcher(message).replaceAll("$1");
        String place = e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        String where = place.isEmpty() ? "line " + e.getLocation().getLineNr() : place.replaceFirst("^\\.", "");
        return "The body cannot be read at " + where + ": " + what;
    }
}
