/** Native bundles: {@code codebundle.yaml} with Bash, Python, SQL and REST tasks. */
@NullMarked
package io.groundcrew.codecollection.nativebundle;

import org.jspecify.annotations.NullMarked;
