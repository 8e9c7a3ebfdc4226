package io.groundcrew.runner.plan;

import io.groundcrew.runner.collection.CollectionDirectory;
import io.groundcrew.runner.resource.Resources;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Plans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PlanProperties.class)
public class PlanConfiguration {

    @Bean
    RunPlans runPlans(Resources resources, CollectionDirectory collections, ReadyPools pools, PlanProperties timeouts) {
        return new Planner(resources, collections, pools, timeouts);
    }
}
