package io.groundcrew.insight.knowledge;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;

/**
 * What an insight is about.
 *
 * @param task unresolved title, empty for the SLI or Runbook as a whole
 */
record TaskKey(SlxRef slx, RobotKind kind, String task) {

    static final String WHOLE = "";

    private static final int MAX_TITLE = 1024;

    TaskKey {
        task = Text.storable(Text.cutTo(task, MAX_TITLE));
    }
}
