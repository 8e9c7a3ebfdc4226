package io.groundcrew.runner.collection;

/** What is known of a commit that a run asked for. */
public sealed interface AskedCommit {

    /** It was read. */
    record Offers(Catalog catalog) implements AskedCommit {}

    /** Ask again soon. */
    record BeingRead() implements AskedCommit {}

    /** It is not here. */
    record Absent() implements AskedCommit {}
}
