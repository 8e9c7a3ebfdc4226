package io.groundcrew.bench.faults;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * What was asked for.
 *
 * @param seed of the plan and of the load
 * @param window about how long faults happen
 * @param length of the long task, zero for none
 * @param json whether the result is printed as JSON
 */
record Options(long seed, Duration window, Duration length, boolean json) {

    static final String USAGE = "Usage: ./groundcrew faults --seed N [--minutes M] [--long SECONDS] [--json]";

    /** @throws IllegalArgumentException with a sentence for whoever typed it */
    static Options parse(List<String> arguments) {
        long seed = 1;
        long minutes = 5;
        long seconds = 600;
        boolean json = false;
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--seed" -> seed = number(word, words, Long.MIN_VALUE, Long.MAX_VALUE);
                case "--minutes" -> minutes = number(word, words, 1, 600);
                case "--long" -> seconds = number(word, words, 0, 1_500);
                case "--json" -> json = true;
                default -> throw new IllegalArgumentException("Unknown option " + word + ". " + USAGE);
            }
        }
        return new Options(seed, Duration.ofMinutes(minutes), Duration.ofSeconds(seconds), json);
    }

    private static long number(String option, Iterator<String> words, long least, long most) {
        String word = words.hasNext() ? words.next() : "";
        try {
            long number = Long.parseLong(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of bounds.
        }
        throw new IllegalArgumentException("Expected a whole number from " + least + " to " + most + " after " + option
                + ", found \"" + word + "\". " + USAGE);
    }
}
