package io.groundcrew.gateway.route;

import io.groundcrew.chassis.identity.ApiDocument;
import io.groundcrew.chassis.identity.CallerTokens;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.gateway.identity.Credentials;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** Wires the routes to the services. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RouteProperties.class)
public class RouteConfiguration {

    @Bean
    Streams streams(Credentials credentials, RouteProperties properties, Clock clock) {
        return new Streams(credentials, properties.streams(), clock);
    }

    @Bean
    ServiceClient serviceClient(RouteProperties properties) {
        return new ServiceClient(properties.connectTimeout(), properties.responseTimeout());
    }

    @Bean
    Downstream downstream(RouteProperties properties, ServiceClient services, Streams streams, Clock clock) {
        PublicBodies publicBodies = new PublicBodies(properties.publicBodies(), clock);
        Bodies bodies = new Bodies(properties.bodyLimit(), properties.applyBodyLimit(), publicBodies);
        return new Downstream(services, bodies, streams);
    }

    @Bean
    RouterFunction<ServerResponse> serviceRoutes(
            ApiDocument api, RouteProperties properties, Downstream downstream, KeyRing keys, Clock clock) {
        SharedTokens tokens = new SharedTokens(keys.signing(CallerTokens.ISSUER), clock);
        return new ServiceRoutes(api, properties, downstream, tokens).routes();
    }
}
