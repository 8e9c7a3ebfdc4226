package io.groundcrew.insight.output;

import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.contracts.run.RunRef;
import java.util.List;

/** Where logs and reports are kept. */
public interface OutputChunks {

    /**
     * Stores chunks; one that is stored already changes nothing.
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

    /** The attempts that wrote anything, ascending. */
    List<Integer> attempts(RunRef run, Stream stream);
}
