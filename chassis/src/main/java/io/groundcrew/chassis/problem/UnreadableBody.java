package io.groundcrew.chassis.problem;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

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
        return "The body cannot be read" + where(e, place) + ": " + what;
    }

    /** Neither a place nor a line is known of a number or text that is too long to be read at all. */
    private static String where(JacksonException e, String place) {
        if (!place.isEmpty()) {
            return " at " + place.replaceFirst("^\\.", "");
        }
        TokenStreamLocation location = e.getLocation();
        return location == null ? "" : " at line " + location.getLineNr();
    }
}
