package io.groundcrew.worker.pool;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A collection at one commit, ready to be executed. Its files are shared: treat them as read-only.
 *
 * @param commit full commit id
 * @param root the collection's root directory
 * @param environment directory of its Python environment
 * @param missing which requirements its environment lacks and why, null for none
 */
public record PreparedTree(
        String commit,
        Path root,
        Path environment,
        @Nullable String missing) {}
