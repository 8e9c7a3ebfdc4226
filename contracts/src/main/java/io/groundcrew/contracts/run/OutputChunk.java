package io.groundcrew.contracts.run;

/**
 * A piece of what an attempt wrote, in the topic {@code groundcrew.output}.
 *
 * @param stream which of its streams
 * @param offset position of the first byte in that stream of that attempt
 * @param bytes at most 64 KiB; Base64 in JSON
 */
public record OutputChunk(RunRef run, int attempt, Stream stream, long offset, byte[] bytes) {

    /** The streams of an attempt. */
    public enum Stream {
        /** stdout, stderr and Robot's progress as they happened. */
        LOG,
        /** The report: one JSON object a line, as RunWhen's {@code report.jsonl}. */
        REPORT
    }

    /** The most bytes one chunk may carry. */
    public static final int MAX_BYTES = 64 * 1024;
}
