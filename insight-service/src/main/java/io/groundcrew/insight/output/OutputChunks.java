package io.groundcrew.insight.output;

import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.contracts.run.RunRef;
import java.util.List;
import java.util.OptionalInt;

/** Where logs and reports are kept. */
public interface OutputChunks {

    /**
     * Stores chunks; of two at the same place the longer one is kept.
     *
     * @throws IllegalArgumentException when one is longer than {@link OutputChunk#MAX_BYTES} or is at no possible place
     */
    void store(List<OutputChunk> chunks);

    /**
     * Stored bytes from an offset on, up to the first gap.
     *
     * @param offset bytes to pass over
     * @param atMost how many bytes to answer with at the most
     * @return empty when the byte at {@code offset} is not stored (yet)
     */
    byte[] read(RunRef run, int attempt, Stream stream, long offset, int atMost);

    /** The latest attempt that wrote anything; empty when none did. */
    OptionalInt latestAttempt(RunRef run, Stream stream);
}
