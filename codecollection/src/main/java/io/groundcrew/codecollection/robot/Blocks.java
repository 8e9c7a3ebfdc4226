package io.groundcrew.codecollection.robot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Whether the blocks of one task or keyword are closed. */
final class Blocks {

    private static final Set<String> OPENING = Set.of("FOR", "WHILE", "TRY", "GROUP");

    /** Whose they are, as a sentence goes on after "in": {@code task 'Look'}. */
    private final String owner;

    private final Deque<Cell> open = new ArrayDeque<>();

    Blocks(String owner) {
        this.owner = owner;
    }

    boolean areClosed() {
        return open.isEmpty();
    }

    void row(List<Cell> cells, Problems problems) {
        Cell first = cells.getFirst();
        if (OPENING.contains(first.value()) || (first.value().equals("IF") && cells.size() <= 2)) {
            open.push(first);
        } else if (first.value().equals("END")) {
            if (open.isEmpty()) {
                problems.error(first.line(), "This END closes nothing in " + owner + ". Remove it.");
            } else {
                open.pop();
            }
        }
    }

    void close(Problems problems) {
        for (Cell block : open) {
            problems.error(
                    block.line(),
                    "This " + block.value() + " in " + owner + " has no END. Add one where the block ends.");
        }
    }
}
