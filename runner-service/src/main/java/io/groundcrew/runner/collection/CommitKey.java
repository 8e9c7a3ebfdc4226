package io.groundcrew.runner.collection;

/**
 * A commit of a collection as long as that has the same repository and sub-path.
 *
 * @param collection its name
 * @param source its {@link RegisteredCollection#source}
 */
record CommitKey(String collection, String source, String commit) {

    static CommitKey of(RegisteredCollection collection, String commit) {
        return new CommitKey(collection.name(), collection.source(), commit);
    }
}
