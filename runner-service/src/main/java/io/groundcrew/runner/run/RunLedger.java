package io.groundcrew.runner.run;

import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import java.util.ArrayList;
import java.util.List;

/** Writes what became of runs on demand into their rows. */
class RunLedger implements RunEventListener {

    private final AcceptedRuns runs;

    RunLedger(AcceptedRuns runs) {
        this.runs = runs;
    }

    @Override
    public void accept(List<RunEvent> events) {
        List<RunEvent.Started> started = new ArrayList<>();
        List<RunEvent.Finished> finished = new ArrayList<>();
        for (RunEvent event : events) {
            if (event.run().kind() == RobotKind.SLI) {
                continue;
            }
            switch (event) {
                case RunEvent.RunAccepted ours -> {}
                case RunEvent.Started one -> started.add(one);
                case RunEvent.Finished one -> finished.add(one);
            }
        }
        if (!started.isEmpty()) {
            runs.start(started);
        }
        if (!finished.isEmpty()) {
            runs.finish(finished);
        }
    }
}
