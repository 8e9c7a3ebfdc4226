package io.groundcrew.worker.run;

import io.groundcrew.worker.WorkerId;
import io.groundcrew.worker.kafka.KafkaConfiguration;
import io.groundcrew.worker.kafka.PatientSender;
import io.groundcrew.worker.pool.PoolProperties;
import io.groundcrew.worker.pool.Pools;
import io.groundcrew.worker.secrets.Secrets;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Executes requests and publishes what comes of them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RunProperties.class)
public class RunConfiguration {

    @Bean
    Executions executions(
            WorkerId worker,
            Pools pools,
            Secrets secrets,
            TaskExecutor executor,
            PatientSender sender,
            @Qualifier(KafkaConfiguration.RESULTS) PatientSender results,
            RunProperties properties,
            PoolProperties place,
            Clock clock) {
        RunPublisher atOnce = new RunPublisher(sender);
        return new Executions(new ExecutionParts(
                worker.value(),
                pools,
                secrets,
                new RunEnvironment(properties.apiBaseUrl(), properties.consoleUrlOrApi(), properties.serviceUrls()),
                new MaskingExecutor(executor),
                atOnce,
                new RunPublisher(results),
                new Grants(worker.value(), atOnce, clock),
                properties,
                place.dataDirectory().resolve("spool"),
                clock));
    }
}
