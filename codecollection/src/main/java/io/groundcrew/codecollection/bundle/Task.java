package io.groundcrew.codecollection.bundle;

import java.util.List;

/**
 * One task of a suite.
 *
 * @param title unresolved, with its placeholders: the task's identity
 * @param documentation as written; empty when there is none
 * @param tags in Robot's order: unique and sorted without regard to case, blanks and underscores
 * @param access what the tags say
 * @param type what executes it
 * @param line 1-based
 */
public record Task(String title, String documentation, List<String> tags, Access access, Type type, int line) {

    /** What executes a task. */
    public enum Type {
        ROBOT,
        BASH,
        PYTHON,
        SQL,
        REST
    }

    public Task {
        tags = List.copyOf(tags);
    }
}
