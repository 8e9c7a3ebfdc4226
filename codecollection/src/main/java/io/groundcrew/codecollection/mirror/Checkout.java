package io.groundcrew.codecollection.mirror;

import java.nio.file.Path;
import java.util.List;

/**
 * A commit's files on disk. Treat the directory as read-only: it is shared by everyone who asks for the same commit.
 *
 * @param commit 40 hexadecimal digits
 * @param directory the root of the collection (the source's sub-path already applied)
 * @param files number of files written
 * @param skipped what the commit holds and was not written, with the reason
 */
public record Checkout(String commit, Path directory, int files, List<Skipped> skipped) {

    /**
     * An entry of the commit that was not written.
     *
     * @param path as the repository has it
     * @param reason half a sentence
     */
    public record Skipped(String path, String reason) {}

    public Checkout {
        skipped = List.copyOf(skipped);
    }

    /**
     * Compares the directory with what was written: every file is there with its content and executable bit, no link
     * leads out, nothing was added.
     *
     * @return one sentence for each difference; empty when all is as written
     * @throws MirrorUnreadable when the directory or its record cannot be read
     */
    public List<String> differences() {
        return CheckoutRecord.of(directory).differences(directory);
    }
}
