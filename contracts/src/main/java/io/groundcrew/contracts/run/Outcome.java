package io.groundcrew.contracts.run;

/** How a run ended. Every run ends in exactly one of these. */
public enum Outcome {
    /** It ran to its end; the passed and failed titles tell how each task went. */
    COMPLETED("Completed"),
    /** It could not run to its end, or what it delivered could not be used. */
    FAILED("Failed"),
    /** It ran longer than its timeout and was killed with its whole process tree. */
    TIMED_OUT("TimedOut"),
    /** A person or a policy ended it. */
    CANCELLED("Cancelled"),
    /** Nobody took it before its start-by time. */
    EXPIRED("Expired"),
    /** It was not allowed to start, or names something that does not exist. */
    REFUSED("Refused"),
    /** It was started and may not be repeated, and its worker fell silent: a person has to look. */
    LOST("Lost");

    private final String title;

    Outcome(String title) {
        this.title = title;
    }

    /** The word that the API and the console show. */
    public String title() {
        return title;
    }
}
