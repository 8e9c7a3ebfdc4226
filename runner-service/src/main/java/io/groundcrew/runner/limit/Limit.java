package io.groundcrew.runner.limit;

import io.groundcrew.contracts.SlxRef;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * So many runs of a workspace may go on at a time for which all conditions hold; null leaves a condition out.
 *
 * @param slx short name of an SLX
 * @param taskTitle unresolved title of a task that the run selects
 * @param tagName name of a tag of the SLX
 * @param tagValue its value; null for any
 * @param most 1 or more
 */
record Limit(
        String workspace,
        String name,
        @Nullable String slx,
        @Nullable String taskTitle,
        @Nullable String tagName,
        @Nullable String tagValue,
        @Nullable String pool,
        int most,
        String modifiedBy) {

    /** Whether an SLX has a tag of a name, with any value where that is null. */
    interface Tags {

        boolean has(SlxRef slx, String name, @Nullable String value);
    }

    boolean holdsFor(SlxRef of, Tags tags, Set<String> titles, String inPool) {
        return workspace.equals(of.workspace())
                && (slx == null || slx.equals(of.shortName()))
                && (taskTitle == null || titles.contains(taskTitle))
                && (pool == null || pool.equals(inPool))
                && (tagName == null || tags.has(of, tagName, tagValue));
    }

    String reason() {
        return "Waits for its turn: the limit \"" + name + "\" lets " + most + (most == 1 ? " run" : " runs")
                + " go on at a time.";
    }
}
