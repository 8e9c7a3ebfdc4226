package io.groundcrew.gateway.identity;

/** Too many wrong tokens came lately; nothing was looked at. */
public final class TooManyGuessesException extends RuntimeException {

    private final long secondsToWait;

    /** @param secondsToWait until tokens are looked at again */
    public TooManyGuessesException(long secondsToWait) {
        super("Too many wrong tokens came from this address or in all. Try again in " + secondsToWait + " s.");
        this.secondsToWait = secondsToWait;
    }

    public long secondsToWait() {
        return secondsToWait;
    }
}
