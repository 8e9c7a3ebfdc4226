package io.groundcrew.chassis;

import io.groundcrew.chassis.identity.ApiDocument;
import io.groundcrew.chassis.identity.CallerFilter;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.problem.BrokenAnswers;
import io.groundcrew.chassis.problem.ProblemAdvice;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/** What a service behind the gateway has: a clock, its keys, problem details, and the door that lets only the gateway in. */
@Configuration(proxyBeanMethods = false)
@Import({BaseConfiguration.class, ProblemAdvice.class, BrokenAnswers.class})
public class ServiceConfiguration {

    @Bean
    FilterRegistrationBean<CallerFilter> callerFilter(KeyRing keys, ApiDocument api, Clock clock) {
        FilterRegistrationBean<CallerFilter> registration =
                new FilterRegistrationBean<>(new CallerFilter(keys, api, clock));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }
}
