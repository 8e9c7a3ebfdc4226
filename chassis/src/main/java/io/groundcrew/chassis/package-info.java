/** What every service has in common; each service imports the configuration it needs. */
@NullMarked
package io.groundcrew.chassis;

import org.jspecify.annotations.NullMarked;
