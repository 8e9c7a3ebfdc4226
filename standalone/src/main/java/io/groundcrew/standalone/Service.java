package io.groundcrew.standalone;

import io.groundcrew.gateway.GatewayConfiguration;
import io.groundcrew.insight.InsightConfiguration;
import io.groundcrew.runner.RunnerConfiguration;
import io.groundcrew.worker.WorkerConfiguration;
import java.util.Locale;

/** The services, each with the configuration that is the same in its own process. */
enum Service {
    RUNNER(RunnerConfiguration.class),
    INSIGHT(InsightConfiguration.class),
    WORKER(WorkerConfiguration.class),
    GATEWAY(GatewayConfiguration.class);

    private final Class<?> configuration;

    Service(Class<?> configuration) {
        this.configuration = configuration;
    }

    Class<?> configuration() {
        return configuration;
    }

    /** Its name in directories, schemas and configuration files. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean hasDatabase() {
        return this != WORKER;
    }
}
