/** Routes from the API document to the services, and what may cross them. */
@NullMarked
package io.groundcrew.gateway.route;

import org.jspecify.annotations.NullMarked;
