package io.groundcrew.gateway.console;

import io.groundcrew.chassis.identity.ApiDocument;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** Wires what the gateway answers beside the API. */
@Configuration(proxyBeanMethods = false)
public class ConsoleConfiguration {

    @Bean
    Console console() {
        return new Console(ConsoleFiles.list());
    }

    @Bean
    RouterFunction<ServerResponse> consoleRoutes(Console console, ApiDocument api) {
        return new ConsoleRoutes(console, api).routes();
    }
}
