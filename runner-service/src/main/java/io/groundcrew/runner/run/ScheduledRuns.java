package io.groundcrew.runner.run;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.runner.resource.ScheduleSpec.Overlap;
import java.time.Duration;

/** Opens the run sessions of Runbooks that are due. */
public interface ScheduledRuns {

    /**
     * A Runbook that is due.
     *
     * @param sessionName for people
     * @param ttl how long the run may wait for its start, 1 s to 7 days
     * @param fire names the nominal fire: however often one is opened, there is one session for it
     * @param overlap what becomes of the run while an earlier one goes on
     */
    record Due(SlxRef slx, String sessionName, Duration ttl, String fire, Overlap overlap) {}

    /**
     * Opens a session with a run of all tasks; it is committed when this returns.
     *
     * @throws ProblemException when the SLX is gone
     */
    void open(Due due);
}
