package io.groundcrew.worker.execute;

import io.groundcrew.worker.pool.EnvironmentBuilder;
import io.groundcrew.worker.run.TaskExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** What a worker executes tasks with, put together without a worker: the same parts with the same defaults. */
public final class LocalExecution implements AutoCloseable {

    private final TaskSupervisor supervisor;
    private final EnvironmentBuilder environments;
    private final TaskExecutor executor;

    private LocalExecution(TaskSupervisor supervisor, EnvironmentBuilder environments, TaskExecutor executor) {
        this.supervisor = supervisor;
        this.environments = environments;
        this.executor = executor;
    }

    /**
     * Starts the supervisor and tries how far tasks can be isolated.
     *
     * @param runtime the assembled task runtime
     * @param data of which tasks see nothing but their environment, nor of what a worker hides by default
     * @param environments where Python environments are made and kept
     * @param executions an existing directory in which each execution gets one
     * @param keep whether the directories of executions stay
     * @throws IllegalStateException when the runtime or a Python interpreter is missing
     */
    public static LocalExecution open(Path runtime, Path data, Path environments, Path executions, boolean keep) {
        Binder defaults = defaults(runtime);
        ExecuteProperties properties =
                defaults.bind("worker.execute", ExecuteProperties.class).get();
        RestProperties rest = defaults.bind("worker.rest", RestProperties.class).get();
        TaskSupervisor supervisor = new TaskSupervisor(runtime, properties.python());
        try {
            Isolation isolation = Isolation.probe(
                    supervisor,
                    runtime,
                    properties.python(),
                    Stream.concat(Stream.of(data), properties.hidden().stream().map(Path::of))
                            .map(Path::toAbsolutePath)
                            .toList(),
                    executions);
            LocalTaskExecutor executor = new LocalTaskExecutor(
                    new Processes(supervisor, isolation, runtime),
                    rest,
                    properties.outputLimit().toBytes(),
                    Clock.systemUTC());
            if (keep) {
                executor.keepDirectories();
            }
            return new LocalExecution(
                    supervisor,
                    new PythonEnvironments(
                            supervisor, isolation, runtime, environments, properties.python(), Clock.systemUTC()),
                    executor);
        } catch (RuntimeException e) {
            supervisor.close();
            throw e;
        }
    }

    private static Binder defaults(Path runtime) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(
                        new MapPropertySource("paths", Map.of("worker.execute.runtime-directory", runtime.toString())));
        try {
            new YamlPropertySourceLoader()
                    .load("worker", new ClassPathResource("worker.yml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException("The worker's own defaults cannot be read", e);
        }
        return Binder.get(environment);
    }

    /** Makes Python environments. */
    public EnvironmentBuilder environments() {
        return environments;
    }

    /** Executes tasks. */
    public TaskExecutor executor() {
        return executor;
    }

    /** Kills what still runs. */
    @Override
    public void close() {
        supervisor.close();
    }
}
