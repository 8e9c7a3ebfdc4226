package io.groundcrew.gateway;

import org.springframework.boot.builder.SpringApplicationBuilder;

/** Starts the gateway as a process of its own. */
public final class GatewayApplication {

    private GatewayApplication() {}

    public static void main(String[] arguments) {
        new SpringApplicationBuilder(GatewayConfiguration.class)
                .properties("spring.config.name=gateway")
                .run(arguments);
    }
}
