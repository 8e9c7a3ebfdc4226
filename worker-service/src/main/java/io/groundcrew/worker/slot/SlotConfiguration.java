package io.groundcrew.worker.slot;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.worker.control.ControlReader;
import io.groundcrew.worker.control.Draining;
import io.groundcrew.worker.kafka.PatientSender;
import io.groundcrew.worker.pool.PoolProperties;
import io.groundcrew.worker.pool.Pools;
import io.groundcrew.worker.run.Executions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes requests from the queues of all pools that are ready. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SlotProperties.class)
public class SlotConfiguration {

    @Bean
    SlotCount slotCount(SlotProperties properties) {
        return new SlotCount(properties.slots());
    }

    @Bean
    Slots slots(
            KafkaConnection kafka,
            SlotProperties properties,
            PoolProperties place,
            Pools pools,
            ControlReader control,
            Draining draining,
            Executions executions,
            PatientSender sender,
            KeyRing keys,
            MeterRegistry meters,
            Clock clock) {
        SlotParts parts = new SlotParts(
                new RequestReader(keys, place.location()),
                executions,
                new Rejections(sender),
                new SlotMetrics(meters, properties.slots()),
                properties.deliveryLimit(),
                new AtomicInteger(),
                () -> draining.by() != null,
                clock);
        return new Slots(kafka, properties, place.location(), pools, control, draining, parts);
    }
}
