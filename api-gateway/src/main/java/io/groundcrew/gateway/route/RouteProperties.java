package io.groundcrew.gateway.route;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Where the services are and what may cross to them.
 *
 * @param services by the name that {@code x-service} of the API document uses
 * @param connectTimeout until a service must take the connection
 * @param responseTimeout until a service must begin to answer; a sync on demand is the longest
 * @param bodyLimit of a request
 * @param applyBodyLimit of a request that applies documents
 */
@ConfigurationProperties("gateway")
record RouteProperties(
        Map<String, Service> services,
        Duration connectTimeout,
        Duration responseTimeout,
        DataSize bodyLimit,
        DataSize applyBodyLimit,
        PublicLimits publicBodies,
        StreamLimits streams) {

    /** @param url scheme, host and port */
    public record Service(URI url) {}

    /**
     * @param most requests of public operations whose bodies are in memory at a time
     * @param within until such a body must be whole
     */
    public record PublicLimits(int most, Duration within) {}

    /**
     * @param most open at a time
     * @param mostPerSubject open at a time for one user or token subject
     * @param checkInterval between two looks whether each reader may still read
     * @param heartbeat after which a silent stream gets a comment line, which shows whether its reader is still there
     * @param unchecked how long a stream may go on while the rights of its reader cannot be looked up
     */
    public record StreamLimits(
            int most, int mostPerSubject, Duration checkInterval, Duration heartbeat, Duration unchecked) {}

    /** The address of a service; {@link IllegalStateException} when the configuration has none. */
    URI urlOf(String service) {
        Service known = services.get(service);
        if (known == null) {
            throw new IllegalStateException("Expected gateway.services." + service
                    + ".url, since the API document has operations of that service, found only " + services.keySet());
        }
        return known.url();
    }
}
