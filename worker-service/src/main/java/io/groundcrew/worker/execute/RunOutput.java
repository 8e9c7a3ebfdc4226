package io.groundcrew.worker.execute;

import io.groundcrew.worker.run.TaskExecutor.TaskOutput;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The log of one run up to its cap; what comes after is drained and said once. */
final class RunOutput {

    private final TaskOutput output;
    private final long most;
    private final AtomicReference<@Nullable StartedProcess> source = new AtomicReference<>();
    private long taken;
    private boolean full;

    RunOutput(TaskOutput output, long most) {
        this.output = output;
        this.most = most;
    }

    /** Names the process whose output comes next. */
    void from(@Nullable StartedProcess process) {
        source.set(process);
        if (process != null && isFull()) {
            process.discardOutput();
        }
    }

    private synchronized boolean isFull() {
        return full;
    }

    /** Takes what was written to standard output. */
    void write(byte[] bytes) {
        write(output, bytes);
    }

    /** Takes what was written to standard error. */
    void errors(byte[] bytes) {
        write(output.errors(), bytes);
    }

    private synchronized void write(TaskOutput output, byte[] bytes) {
        if (full) {
            return;
        }
        int length = (int) Math.min(bytes.length, most - taken);
        output.log(bytes, 0, length);
        taken += length;
        if (length < bytes.length) {
            full = true;
            byte[] notice = ("…\n[The output is longer than " + most + " bytes. The rest is left out.]\n")
                    .getBytes(StandardCharsets.UTF_8);
            output.log(notice, 0, notice.length);
            StartedProcess process = source.get();
            if (process != null) {
                process.discardOutput();
            }
        }
    }

    void line(String text) {
        write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
