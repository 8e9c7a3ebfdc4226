package io.groundcrew.gateway.door;

import io.groundcrew.chassis.identity.ApiDocument;
import io.groundcrew.chassis.problem.Problems;
import io.groundcrew.gateway.console.Console;
import io.groundcrew.gateway.identity.Credentials;
import io.groundcrew.gateway.identity.GuessLimits;
import io.groundcrew.gateway.identity.IdentityProperties;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter.XFrameOptionsMode;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/** Puts the firewall, the security headers and the door in front of everything. */
@Configuration(proxyBeanMethods = false)
public class DoorConfiguration {

    private static final String CONTENT_SECURITY_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data: https:; frame-ancestors 'none'; base-uri 'none'; form-action 'self';"
            + " object-src 'none'";

    @Bean
    FilterRegistrationBean<FilterChainProxy> door(
            ApiDocument api,
            Credentials credentials,
            GuessLimits guesses,
            IdentityProperties properties,
            Console console) {
        HeaderWriterFilter headers = new HeaderWriterFilter(List.of(
                new ContentSecurityPolicyHeaderWriter(CONTENT_SECURITY_POLICY),
                new XContentTypeOptionsHeaderWriter(),
                new XFrameOptionsHeaderWriter(XFrameOptionsMode.DENY),
                new ReferrerPolicyHeaderWriter(ReferrerPolicy.NO_REFERRER),
                new HstsHeaderWriter()));
        // Written first, so that a stream, which is committed by its first event, has them too.
        headers.setShouldWriteHeadersEagerly(true);
        Door door = new Door(api, credentials, guesses, new SameOrigin(properties.publicOrigin()), console);
        FilterChainProxy chain =
                new FilterChainProxy(new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, headers, door));
        chain.setFirewall(new StrictHttpFirewall());
        chain.setRequestRejectedHandler((request, response, rejected) -> Problems.write(
                response,
                HttpStatus.BAD_REQUEST,
                "The request's path, method or headers are not written plainly: no doubled slashes, dots, semicolons,"
                        + " encoded separators or control characters."));
        FilterRegistrationBean<FilterChainProxy> registration = new FilterRegistrationBean<>(chain);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }
}
