package io.groundcrew.runner.run;

import io.groundcrew.chassis.identity.Role;
import io.groundcrew.runner.api.model.RunRequestCreate;
import io.groundcrew.runner.api.model.RunSessionCreate;
import java.util.List;

/** Opens sessions as the requester {@code schedule}. */
class ScheduledSessions implements ScheduledRuns {

    private static final String SOURCE = "schedule";
    private static final RunSessions.Requester REQUESTER = new RunSessions.Requester(SOURCE, Role.READANDRUN);

    /** No header can hold the arrow, so no client can use up a schedule's key. */
    private static final String KEY = SOURCE + " → ";

    private final RunSessions sessions;

    ScheduledSessions(RunSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void open(Due due) {
        RunSessionCreate session = new RunSessionCreate()
                .name(due.sessionName())
                .source(SOURCE)
                .sessionTTL(due.ttl().toString())
                .runRequests(List.of(new RunRequestCreate(due.slx().shortName())));
        sessions.open(due.slx().workspace(), REQUESTER, session, KEY + due.fire());
    }
}
