package io.groundcrew.runner.plan;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what runs would be. Answers from memory: neither PostgreSQL nor Kafka is asked. */
public interface RunPlans {

    /**
     * Whether everything that plans are made of was read since the start. Until then nothing seems to exist, and no run may
     * be refused for that.
     */
    boolean loaded();

    /** Whether, beside that, the catalogues of the commits that runs are dispatched with were read. */
    boolean known();

    /**
     * What a run would be now, at the document's location (an SLI's first).
     *
     * @param taskTitles unresolved titles; empty, or {@code *}, selects all
     * @param overrides values for the document's runtimeVarsProvided
     * @param commit the CodeCollection's commit to run, one that it followed before; null for the one that the pool has ready
     */
    Plan plan(
            SlxRef slx,
            RobotKind kind,
            List<String> taskTitles,
            Map<String, String> overrides,
            @Nullable String commit);

    /**
     * What a run would be at one of an SLI's locations.
     *
     * @param location one of the document's locations
     */
    Plan planAt(SlxRef slx, RobotKind kind, String location, List<String> taskTitles, Map<String, String> overrides);

    /** Whether the SLX has a ServiceLevelX document. */
    boolean slxExists(SlxRef slx);
}
