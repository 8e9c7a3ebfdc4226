package io.groundcrew.worker;

import io.groundcrew.chassis.BaseConfiguration;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.worker.beat.BeatConfiguration;
import io.groundcrew.worker.control.ControlConfiguration;
import io.groundcrew.worker.kafka.KafkaConfiguration;
import io.groundcrew.worker.pool.EnvironmentBuilder;
import io.groundcrew.worker.pool.PoolConfiguration;
import io.groundcrew.worker.pool.PreparationException;
import io.groundcrew.worker.run.RunConfiguration;
import io.groundcrew.worker.run.TaskExecution;
import io.groundcrew.worker.secrets.SecretConfiguration;
import io.groundcrew.worker.slot.SlotConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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
    private final ScriptedTasks tasks = new ScriptedTasks();
    private final Path data;
    private final MeterRegistry meters;

    /** With the settings that the location gives it, as arguments. */
    TestWorker(Path data, List<String> location) {
        this.data = data;
        List<String> arguments = new ArrayList<>(location);
        arguments.add("--worker.data-directory=" + data);
        arguments.add("--worker.stop-grace=200ms");
        this.context = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .properties("spring.config.name=worker")
                .initializers((GenericApplicationContext into) -> into.registerBean(ScriptedTasks.class, () -> tasks))
                .run(arguments.toArray(String[]::new));
        this.meters = context.getBean(MeterRegistry.class);
    }

    String id() {
        return context.getBean(WorkerId.class).value();
    }

    Path data() {
        return data;
    }

    /** All that it started. */
    List<TaskExecution> started() {
        return tasks.started();
    }

    long startsOf(TaskRequest request) {
        return tasks.startsOf(request.run().id());
    }

    List<UUID> killed() {
        return tasks.killed();
    }

    boolean hasKilled(TaskRequest request) {
        return killed().contains(request.run().id());
    }

    void finish(TaskRequest request) {
        tasks.finish(request.run().id());
    }

    /** How many tasks ran at the same time at the most. */
    int mostAtATime() {
        return tasks.mostAtATime();
    }

    double refused(String kind) {
        var counter = meters.find("groundcrew.worker.requests.refused")
                .tag("kind", kind)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /** How many of its slots have a request. */
    int busySlots() {
        return (int) meters.get("groundcrew.worker.slots.busy").gauge().value();
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
        WorkerId workerId(Clock clock) {
            return WorkerId.next(clock);
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        /** The environment of a collection is its own directory; with the file "broken" it has none, with "lacking" not all. */
        @Bean
        EnvironmentBuilder environments() {
            return new EnvironmentBuilder() {
                @Override
                public Environment build(Path root) {
                    if (Files.exists(root.resolve("broken"))) {
                        throw new PreparationException("requirements.txt names a package that does not exist.");
                    }
                    return new Environment(root, Files.exists(root.resolve("lacking")) ? "No index has it." : null);
                }

                @Override
                public void prune(Set<Path> used) {
                    // They are the collections' own.
                }
            };
        }
    }
}
