package io.groundcrew.insight;

import org.springframework.boot.builder.SpringApplicationBuilder;

/** Runs the insight service as a process of its own. */
public final class InsightApplication {

    private InsightApplication() {}

    public static void main(String[] args) {
        new SpringApplicationBuilder(InsightConfiguration.class)
                .properties("spring.config.name=insight")
                .run(args);
    }
}
