package io.groundcrew.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processor time as {@code /proc} tells it, in milliseconds. Unlike the clock's it hardly changes with what else the machine
 * does meanwhile.
 */
final class ProcessorTime {

    private static final double MILLIS_A_TICK = 10;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_CHILDREN = 13;
    private static final int SYSTEM_OF_CHILDREN = 14;

    private ProcessorTime() {}

    /** Of a process, its descendants and those that have ended. */
    static double ofTree(ProcessHandle root) throws IOException {
        double millis = 0;
        List<ProcessHandle> tree =
                Stream.concat(Stream.of(root), root.descendants()).toList();
        for (ProcessHandle process : tree) {
            millis += sum(process.pid(), USER, SYSTEM, USER_OF_CHILDREN, SYSTEM_OF_CHILDREN);
        }
        return millis;
    }

    /** Of the processes that this one started and that have ended. */
    static double ofEndedChildren() throws IOException {
        return sum(ProcessHandle.current().pid(), USER_OF_CHILDREN, SYSTEM_OF_CHILDREN);
    }

    /** A process that has ended meanwhile counts with its parent from then on. */
    private static double sum(long pid, int... places) throws IOException {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        } catch (IOException ended) {
            return 0;
        }
        // The name in parentheses may hold blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double ticks = 0;
        for (int place : places) {
            ticks += Double.parseDouble(fields[place]);
        }
        return ticks * MILLIS_A_TICK;
    }
}
