package io.groundcrew.worker.execute;

import io.groundcrew.worker.pool.EnvironmentBuilder;
import io.groundcrew.worker.pool.PoolProperties;
import io.groundcrew.worker.run.TaskExecutor;
import java.time.Clock;
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
    EnvironmentBuilder environmentBuilder(
            TaskSupervisor supervisor, ExecuteProperties properties, PoolProperties place) {
        return new PythonEnvironments(
                supervisor,
                properties.runtimeDirectory(),
                place.dataDirectory().resolve("environments"),
                properties.python());
    }

    @Bean
    TaskExecutor taskExecutor(
            TaskSupervisor supervisor,
            ExecuteProperties properties,
            RestProperties rest,
            PoolProperties place,
            Clock clock) {
        return new LocalTaskExecutor(
                supervisor,
                properties.runtimeDirectory(),
                place.dataDirectory().resolve("executions"),
                properties.outputLimit().toBytes(),
                rest,
                clock);
    }
}
