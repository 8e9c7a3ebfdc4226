package io.groundcrew.worker.secrets;

/** One kind of store. */
interface SecretProvider {

    /** Whether a key has this store's form; at most one provider answers true. */
    boolean knows(String key);

    /**
     * A secret's value.
     *
     * @param workspace the run's
     * @param key as the document has it
     * @throws SecretUnavailableException with the rest of a sentence that begins with the secret's name and key: {@code which
     *     …}; it never holds a value
     */
    String read(String workspace, String key) throws SecretUnavailableException, InterruptedException;
}
