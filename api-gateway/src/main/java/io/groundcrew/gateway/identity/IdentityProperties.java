package io.groundcrew.gateway.identity;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How callers prove who they are.
 *
 * @param adminTokenFile where the admin token that a first start makes is written, mode 0600
 * @param adminTokenGeneration raise it to have a new admin token made at the next start; the one before it ends then
 * @param publicOrigin scheme, host and port under which browsers reach the gateway; null takes them from each request,
 *     which is right unless a proxy rewrites the Host header
 */
@ConfigurationProperties("gateway")
public record IdentityProperties(
        Path adminTokenFile,
        int adminTokenGeneration,
        @Nullable URI publicOrigin,
        SessionLimits session,
        LoginLimits login) {

    public IdentityProperties {
        if (publicOrigin != null
                && (publicOrigin.getHost() == null
                        || !publicOrigin.equals(
                                URI.create(publicOrigin.getScheme() + "://" + publicOrigin.getRawAuthority())))) {
            throw new IllegalArgumentException(
                    "Expected gateway.public-origin as https://host or https://host:port, with nothing behind it, found "
                            + publicOrigin);
        }
    }

    /**
     * @param lifetime from log-in to the end, however busy the session is
     * @param idle end of a session that nobody uses
     * @param secureCookie whether the cookie is for TLS only although this process does not see TLS, as behind a proxy
     */
    public record SessionLimits(Duration lifetime, Duration idle, boolean secureCookie) {}

    /**
     * @param window over which failures are counted
     * @param failuresPerAddress wrong tokens of one client address within the window
     * @param failuresInAll wrong tokens of all addresses together within the window
     * @param looks tokens that are looked up at a time, of those that were not lately found to be right
     */
    public record LoginLimits(Duration window, int failuresPerAddress, int failuresInAll, int looks) {}
}
