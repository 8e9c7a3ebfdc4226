package io.groundcrew.worker.kafka;

import io.groundcrew.chassis.kafka.KafkaConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one producer of a worker. */
@Configuration(proxyBeanMethods = false)
public class KafkaConfiguration {

    @Bean
    PatientSender patientSender(KafkaConnection kafka) {
        return new PatientSender(kafka);
    }
}
