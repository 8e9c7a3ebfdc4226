package io.groundcrew.runner.plan;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import java.util.List;
import java.util.Map;

/** Decides what runs would be. Answers from memory: neither PostgreSQL nor Kafka is asked. */
public interface RunPlans {

    /**
     * Whether everything that plans are made of was read since the start. Until then nothing seems to exist, and no run may
     * be refused for that.
     */
    boolean loaded();

    /**
     * What a run would be now, at the document's location (an SLI's first).
     *
     * @param taskTitles unresolved titles; empty, or {@code *}, selects all
     * @param overrides values for the document's runtimeVarsProvided
     */
    Plan plan(SlxRef slx, RobotKind kind, List<String> taskTitles, Map<String, String> overrides);

    /**
     * What a run would be at one of an SLI's locations.
     *
     * @param location one of the document's locations
     */
    Plan planAt(SlxRef slx, RobotKind kind, String location, List<String> taskTitles, Map<String, String> overrides);

    /** Whether the SLX has a ServiceLevelX document. */
    boolean slxExists(SlxRef slx);
}
