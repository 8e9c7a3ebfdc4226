package io.groundcrew.runner.run;

import io.groundcrew.contracts.run.RunEvent;
import java.util.List;

/** Is told of every run event, each at least once, but not of all acceptances: they are the runner's own. */
public interface RunEventListener {

    /** Takes a batch in the log's order. An exception makes the same batch come again. */
    void accept(List<RunEvent> events);
}
