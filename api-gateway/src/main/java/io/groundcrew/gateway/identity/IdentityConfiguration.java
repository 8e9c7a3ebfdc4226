package io.groundcrew.gateway.identity;

import io.groundcrew.chassis.body.BodyLimitFilter;
import io.groundcrew.chassis.keys.KeyRing;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires tokens, sessions and the limits on guessing them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentityProperties.class)
@Import(SessionController.class)
public class IdentityConfiguration {

    private static final int LONGEST_LOG_IN = 16 * 1024;

    @Bean
    AccessTokens accessTokens(JdbcClient database) {
        return new AccessTokens(database);
    }

    @Bean
    Sessions sessions(JdbcClient database, IdentityProperties properties) {
        return new Sessions(database, properties.session());
    }

    @Bean
    Credentials credentials(AccessTokens tokens, Sessions sessions, KeyRing keys, Clock clock) {
        return new Credentials(tokens, sessions, keys, clock);
    }

    @Bean
    GuessLimits guessLimits(IdentityProperties properties, Clock clock) {
        return new GuessLimits(properties.login(), clock);
    }

    /** Whoever logs in is nobody yet; all that is asked for is a token. */
    @Bean
    FilterRegistrationBean<BodyLimitFilter> logInLimit() {
        FilterRegistrationBean<BodyLimitFilter> registration =
                new FilterRegistrationBean<>(new BodyLimitFilter(request -> LONGEST_LOG_IN));
        registration.addUrlPatterns("/api/v3/session");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return registration;
    }

    @Bean
    AdminToken adminToken(
            JdbcClient database,
            PlatformTransactionManager transactions,
            AccessTokens tokens,
            IdentityProperties properties,
            Clock clock) {
        return new AdminToken(database, new TransactionTemplate(transactions), tokens, properties, clock);
    }
}
