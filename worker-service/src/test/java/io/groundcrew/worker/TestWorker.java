package io.groundcrew.worker;

import io.groundcrew.chassis.BaseConfiguration;
import io.groundcrew.worker.beat.BeatConfiguration;
import io.groundcrew.worker.control.ControlConfiguration;
import io.groundcrew.worker.kafka.KafkaConfiguration;
import io.groundcrew.worker.pool.EnvironmentBuilder;
import io.groundcrew.worker.pool.PoolConfiguration;
import io.groundcrew.worker.pool.PreparationException;
import io.groundcrew.worker.run.RunConfiguration;
import io.groundcrew.worker.secrets.SecretConfiguration;
import io.groundcrew.worker.slot.SlotConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** A worker with all of its own parts, whose tasks the test directs. */
final class TestWorker implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final ScriptedTasks tasks;

    TestWorker(TestFleet fleet, Path data, String... more) {
        this(fleet, data, new ScriptedTasks(), more);
    }

    TestWorker(TestFleet fleet, Path data, ScriptedTasks tasks, String... more) {
        this.tasks = tasks;
        List<String> properties = new ArrayList<>(List.of(
                "spring.kafka.bootstrap-servers=" + fleet.servers(),
                "groundcrew.keys.private-directory=" + fleet.keys(),
                "groundcrew.keys.public-directory=" + fleet.keys().resolve("public"),
                "worker.location=" + fleet.location(),
                "worker.data-directory=" + data,
                "worker.file-roots=" + fleet.repositories(),
                "worker.stop-grace=200ms"));
        properties.addAll(List.of(more));
        this.context = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=worker")
                .initializers((GenericApplicationContext into) -> into.registerBean(ScriptedTasks.class, () -> tasks))
                .run(properties.stream().map(property -> "--" + property).toArray(String[]::new));
    }

    ScriptedTasks tasks() {
        return tasks;
    }

    double refused(String kind) {
        var counter = context.getBean(MeterRegistry.class)
                .find("groundcrew.worker.requests.refused")
                .tag("kind", kind)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    String id() {
        return context.getBean(WorkerId.class).value();
    }

    @Override
    public void close() {
        context.close();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @Import({
        BaseConfiguration.class,
        KafkaConfiguration.class,
        PoolConfiguration.class,
        SecretConfiguration.class,
        RunConfiguration.class,
        ControlConfiguration.class,
        SlotConfiguration.class,
        BeatConfiguration.class
    })
    @ImportAutoConfiguration({PropertyPlaceholderAutoConfiguration.class, ConfigurationPropertiesAutoConfiguration.class
    })
    static class Parts {

        @Bean
        WorkerId workerId(java.time.Clock clock) {
            return WorkerId.next(clock);
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        /** The environment of a collection is its own directory; one with the file "broken" has none. */
        @Bean
        EnvironmentBuilder environments() {
            return root -> {
                if (Files.exists(root.resolve("broken"))) {
                    throw new PreparationException("requirements.txt names a package that does not exist.");
                }
                return new EnvironmentBuilder.Environment(root, null);
            };
        }
    }
}
