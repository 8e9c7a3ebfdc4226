package io.groundcrew.worker.execute;

/** Takes what a process writes, in order, from the one thread that reads for all of them: it must return soon. */
interface OutputListener {

    /** Bytes of standard output, as they come. */
    void output(byte[] bytes);

    /** Bytes of standard error, as they come. */
    default void errors(byte[] bytes) {
        output(bytes);
    }

    /** Bytes written to descriptor 3. */
    void result(byte[] bytes);
}
