package io.groundcrew.runner;

import org.springframework.boot.builder.SpringApplicationBuilder;

/** The runner as a process of its own. */
public final class RunnerApplication {

    private RunnerApplication() {}

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(RunnerConfiguration.class)
                .properties("spring.config.name=runner")
                .run(arguments);
    }
}
