package io.groundcrew.worker.beat;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.worker.WorkerId;
import io.groundcrew.worker.control.Draining;
import io.groundcrew.worker.kafka.PatientSender;
import io.groundcrew.worker.pool.PoolProperties;
import io.groundcrew.worker.pool.Pools;
import io.groundcrew.worker.run.Executions;
import io.groundcrew.worker.slot.SlotCount;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells the runner that the worker lives and what it can run. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BeatProperties.class)
public class BeatConfiguration {

    @Bean
    Beats beats(
            PatientSender sender,
            WorkerId worker,
            BeatProperties properties,
            PoolProperties place,
            SlotCount slots,
            Pools pools,
            Executions executions,
            Draining draining) {
        Beats beats = new Beats(
                sender,
                worker.value(),
                properties.beatInterval(),
                () -> new WorkerBeat(
                        worker.value(),
                        place.location(),
                        properties.tags(),
                        slots.value(),
                        worker.startedAt(),
                        executions.running(),
                        draining.by(),
                        pools.environments()));
        pools.onChange(beats::changed);
        return beats;
    }
}
