package io.groundcrew.codecollection.nativebundle;

/**
 * A secret of a native bundle. A script finds it in a file whose path is the environment variable of this name.
 *
 * @param name letters, digits and underscores
 * @param description for a person; empty when there is none
 * @param optional whether a run goes on without it
 * @param line 1-based
 */
public record NativeSecret(String name, String description, boolean optional, int line) {}
