package io.groundcrew.worker.execute;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps what a process of the worker's own writes, the last 64 KiB of it or so. */
final class KeptOutput implements OutputListener {

    private static final int MOST = 64 * 1024;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public synchronized void output(byte[] bytes) {
        if (kept.size() + bytes.length > MOST) {
            kept.reset();
        }
        kept.writeBytes(bytes);
    }

    @Override
    public void result(byte[] bytes) {
        throw new IllegalStateException("Nothing reads descriptor 3 here");
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8).strip();
    }

    /** Empty when there was none. */
    String lastLine() {
        return text().lines().reduce("", (_, line) -> line);
    }
}
