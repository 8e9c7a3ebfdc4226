package io.groundcrew.insight.output;

import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.insight.run.Run;

/** Which attempt's output counts. */
public final class Attempts {

    private final OutputChunks chunks;

    public Attempts(OutputChunks chunks) {
        this.chunks = chunks;
    }

    /**
     * The attempt whose output is the run's: the outcome's, else the latest one that started or wrote anything. 0 when
     * there is none. A run that was settled in a silent worker's place shows what its last attempt wrote.
     */
    public int shown(Run run, Stream stream) {
        Run.Result result = run.result();
        if (result != null && result.attempt() > 0) {
            return result.attempt();
        }
        return Math.max(chunks.latestAttempt(run.ref(), stream).orElse(0), run.attempt());
    }
}
