package io.groundcrew.worker.control;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.worker.WorkerId;
import io.groundcrew.worker.run.Executions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hears the runner and does what it says. */
@Configuration(proxyBeanMethods = false)
public class ControlConfiguration {

    @Bean
    Draining draining(Executions executions, Clock clock) {
        return new Draining(executions, clock);
    }

    @Bean
    ControlReader controlReader(
            KafkaConnection kafka, KeyRing keys, WorkerId worker, Executions executions, Draining draining) {
        return new ControlReader(kafka, keys, control -> {
            switch (control) {
                case Control.Granted granted -> executions.answer(granted);
                case Control.Denied denied -> executions.answer(denied);
                case Control.Cancel cancel -> executions.cancel(cancel);
                case Control.Superseded superseded -> executions.giveUp(superseded);
                case Control.Drain drain when drain.worker().equals(worker.value()) -> draining.set(drain);
                case Control.Drain others -> {}
            }
        });
    }
}
