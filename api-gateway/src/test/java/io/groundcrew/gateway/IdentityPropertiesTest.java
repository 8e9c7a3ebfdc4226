package io.groundcrew.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.gateway.identity.IdentityProperties;
import io.groundcrew.gateway.identity.IdentityProperties.LoginLimits;
import io.groundcrew.gateway.identity.IdentityProperties.SessionLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityPropertiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://crew.example.com", "http://10.0.0.7:8080", "https://[::1]:8443"})
    void takeAsPublicOriginWhatBrowsersSend(String origin) {
        assertThat(withOrigin(URI.create(origin)).publicOrigin()).hasToString(origin);
    }

    @Test
    void needNoPublicOrigin() {
        assertThat(withOrigin(null).publicOrigin()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://crew.example.com/",
                "https://crew.example.com/console",
                "crew.example.com",
                "/",
                "https:crew"
            })
    void refuseAsPublicOriginWhatNoBrowserSends(String origin) {
        assertThatThrownBy(() -> withOrigin(URI.create(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gateway.public-origin")
                .hasMessageEndingWith(origin);
    }

    private static IdentityProperties withOrigin(@Nullable URI origin) {
        Duration hour = Duration.ofHours(1);
        return new IdentityProperties(
                Path.of("token"), 1, origin, new SessionLimits(hour, hour, false), new LoginLimits(hour, 1, 1, 1));
    }
}
