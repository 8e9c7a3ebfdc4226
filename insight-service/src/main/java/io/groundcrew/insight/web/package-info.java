/** What all lists share: pages and their cursors. */
@NullMarked
package io.groundcrew.insight.web;

import org.jspecify.annotations.NullMarked;
