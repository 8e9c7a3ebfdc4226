/** The index of a commit: every bundle with its suites and findings, read without running anything. */
@NullMarked
package io.groundcrew.codecollection.catalog;

import org.jspecify.annotations.NullMarked;
