package io.groundcrew.worker.pool;

import java.nio.file.Path;

/**
 * A collection at one commit, ready to be executed. Its files are shared: treat them as read-only.
 *
 * @param commit full commit id
 * @param root the collection's root directory
 * @param environment what {@link EnvironmentBuilder#build} gave for it
 */
public record PreparedTree(String commit, Path root, Path environment) {}
