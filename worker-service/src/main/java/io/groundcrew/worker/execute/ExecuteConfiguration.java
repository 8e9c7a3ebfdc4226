package io.groundcrew.worker.execute;

import io.groundcrew.worker.pool.EnvironmentBuilder;
import io.groundcrew.worker.pool.PoolProperties;
import io.groundcrew.worker.run.RunProperties;
import io.groundcrew.worker.run.TaskExecutor;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Executes tasks with the task runtime. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExecuteProperties.class)
public class ExecuteConfiguration {

    @Bean
    TaskSupervisor taskSupervisor(ExecuteProperties properties) {
        return new TaskSupervisor(Path.of(properties.runtimeDirectory()), properties.python());
    }

    @Bean
    TaskExecutor taskExecutor(
            TaskSupervisor supervisor,
            ExecuteProperties properties,
            PoolProperties place,
            RunProperties limits,
            Clock clock) {
        return new LocalTaskExecutor(
                supervisor,
                Path.of(properties.runtimeDirectory()),
                place.dataDirectory().resolve("executions"),
                limits.logLimit().toBytes(),
                clock);
    }

    @Bean
    EnvironmentBuilder environmentBuilder(
            TaskSupervisor supervisor, ExecuteProperties properties, PoolProperties place) {
        return new PythonEnvironments(
                supervisor,
                Path.of(properties.runtimeDirectory()),
                place.dataDirectory().resolve("environments"),
                properties.python());
    }
}
