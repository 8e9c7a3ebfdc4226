package io.groundcrew.worker.execute;

import java.io.ByteArrayOutputStream;

/**
 * The first bytes that a process prints, line by line as they come: no line of one stream is cut by one of the other, since a
 * secret that is cut so is found no more.
 */
final class PrintedStart {

    private final int most;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final ByteArrayOutputStream outputLine = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errorLine = new ByteArrayOutputStream();
    private boolean cut;

    /** @param most bytes that are kept */
    PrintedStart(int most) {
        this.most = most;
    }

    synchronized void output(byte[] bytes) {
        take(bytes, outputLine);
    }

    synchronized void errors(byte[] bytes) {
        take(bytes, errorLine);
    }

    /** What was printed, with the unfinished lines last. */
    synchronized byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(lines.toByteArray());
        all.writeBytes(outputLine.toByteArray());
        all.writeBytes(errorLine.toByteArray());
        return all.toByteArray();
    }

    /** Whether more was printed. */
    synchronized boolean isCut() {
        return cut;
    }

    private void take(byte[] bytes, ByteArrayOutputStream line) {
        int kept = Math.min(bytes.length, most - lines.size() - outputLine.size() - errorLine.size());
        cut |= kept < bytes.length;
        int whole = kept;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        if (whole > 0) {
            lines.writeBytes(line.toByteArray());
            line.reset();
            lines.write(bytes, 0, whole);
        }
        line.write(bytes, whole, kept - whole);
    }
}
