package io.groundcrew.codecollection.nativebundle;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of reading a {@code codebundle.yaml}.
 *
 * @param bundle null when there are problems
 * @param problems each with its line; empty when all is well
 */
public record NativeReading(@Nullable NativeBundle bundle, List<Problem> problems) {

    /**
     * What keeps the file from being used.
     *
     * @param line 1-based; 0 for the whole file
     * @param message a sentence
     */
    public record Problem(int line, String message) {}

    public NativeReading {
        problems = List.copyOf(problems);
    }

    /**
     * Reads a file. Never throws for anything in it.
     *
     * @param content of {@code codebundle.yaml}
     * @param siblings names of the files beside it, which scripts must be among
     */
    public static NativeReading of(byte[] content, Set<String> siblings) {
        return new NativeBundleReader(siblings).read(content);
    }
}
