package io.groundcrew.worker.run;

/** Starts tasks. How a task goes is a value; an exception means that the worker itself is broken. */
public interface TaskExecutor {

    /**
     * Starts a task and returns at once.
     *
     * @param output where the task's output goes as it is written; called by one thread at a time
     */
    RunningTask start(TaskExecution execution, TaskOutput output);

    /** Takes what a task writes to its log. */
    @FunctionalInterface
    interface TaskOutput {

        /** Takes bytes; they may be reused after the return. Never blocks for the network. */
        void log(byte[] bytes, int offset, int length);

        /** Takes what standard error brings: what one stream prints in one piece is not cut by what the other does. */
        default TaskOutput errors() {
            return this;
        }
    }

    /** A task that was started. */
    interface RunningTask {

        /** Waits until the task and its whole process tree are gone. Keeps the timeout of the execution itself. */
        TaskResult await() throws InterruptedException;

        /** Asks for the end of the whole process tree and returns at once; nothing happens when it has ended. */
        void kill();
    }
}
