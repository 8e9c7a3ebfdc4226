package io.groundcrew.worker.execute;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What executes tasks. Directories are texts, since in a web application Spring reads a path that begins with a slash as one
 * below the application's own root when there is such a one.
 *
 * @param runtimeDirectory the assembled task runtime
 * @param python the Python interpreter that environments are made with, 3.10 or later
 */
@ConfigurationProperties("worker")
record ExecuteProperties(String runtimeDirectory, String python) {}
