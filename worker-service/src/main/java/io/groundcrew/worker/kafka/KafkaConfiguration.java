package io.groundcrew.worker.kafka;

import io.groundcrew.chassis.kafka.KafkaConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The producers of a worker. */
@Configuration(proxyBeanMethods = false)
public class KafkaConfiguration {

    /** The name of the sender that gathers what comes within milliseconds. */
    public static final String RESULTS = "results";

    private static final int GATHER_RESULTS_MILLIS = 20;

    @Bean
    @Primary
    PatientSender patientSender(KafkaConnection kafka) {
        return new PatientSender(kafka, "groundcrew-worker", 0);
    }

    @Bean(RESULTS)
    PatientSender resultSender(KafkaConnection kafka) {
        return new PatientSender(kafka, "groundcrew-worker-results", GATHER_RESULTS_MILLIS);
    }
}
