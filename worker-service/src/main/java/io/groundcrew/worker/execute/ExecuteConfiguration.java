package io.groundcrew.worker.execute;

import io.groundcrew.worker.pool.EnvironmentBuilder;
import io.groundcrew.worker.pool.PoolProperties;
import io.groundcrew.worker.run.TaskExecutor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Executes tasks by the task runtime on this machine. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ExecuteProperties.class, RestProperties.class})
public class ExecuteConfiguration {

    @Bean
    TaskSupervisor taskSupervisor(ExecuteProperties properties) {
        return new TaskSupervisor(properties.runtimeDirectory(), properties.python());
    }

    @Bean
    Isolation isolation(TaskSupervisor supervisor, ExecuteProperties properties, PoolProperties place) {
        return Isolation.probe(
                supervisor,
                properties.runtimeDirectory(),
                properties.python(),
                Stream.concat(
                                Stream.of(place.dataDirectory()),
                                properties.hidden().stream().map(Path::of))
                        .map(Path::toAbsolutePath)
                        .toList(),
                place.dataDirectory().resolve("executions"));
    }

    @Bean
    EnvironmentBuilder environmentBuilder(
            TaskSupervisor supervisor,
            Isolation isolation,
            ExecuteProperties properties,
            PoolProperties place,
            Clock clock) {
        return new PythonEnvironments(
                supervisor,
                isolation,
                properties.runtimeDirectory(),
                place.dataDirectory().resolve("environments"),
                properties.python(),
                clock);
    }

    @Bean
    TaskExecutor taskExecutor(
            TaskSupervisor supervisor,
            Isolation isolation,
            ExecuteProperties properties,
            RestProperties rest,
            Clock clock) {
        return new LocalTaskExecutor(
                new Processes(supervisor, isolation, properties.runtimeDirectory()),
                rest,
                properties.outputLimit().toBytes(),
                clock);
    }
}
