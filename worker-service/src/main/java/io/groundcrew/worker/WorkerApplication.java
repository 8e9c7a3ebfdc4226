package io.groundcrew.worker;

import org.springframework.boot.builder.SpringApplicationBuilder;

/** The worker as a process of its own. */
public final class WorkerApplication {

    private WorkerApplication() {}

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(WorkerConfiguration.class)
                .properties("spring.config.name=worker")
                .run(arguments);
    }
}
