package io.groundcrew.standalone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The four services as contexts of this process. */
final class Services implements AutoCloseable {

    private final List<ConfigurableApplicationContext> contexts;

    private Services(List<ConfigurableApplicationContext> contexts) {
        this.contexts = contexts;
    }

    /** Starts all of them at the same time and returns when each is up; when one fails the others are closed again. */
    static Services start(ServiceProperties properties) {
        List<CompletableFuture<ConfigurableApplicationContext>> starting;
        try (ExecutorService executor = Executors.newFixedThreadPool(Service.values().length)) {
            starting = Arrays.stream(Service.values())
                    .map(service ->
                            CompletableFuture.supplyAsync(() -> start(service, properties.of(service)), executor))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
        List<ConfigurableApplicationContext> contexts = new ArrayList<>();
        CompletionException failure = null;
        for (CompletableFuture<ConfigurableApplicationContext> one : starting) {
            try {
                contexts.add(one.join());
            } catch (CompletionException e) {
                failure = e;
            }
        }
        Services services = new Services(contexts);
        if (failure != null) {
            services.close();
            throw failure;
        }
        return services;
    }

    private static ConfigurableApplicationContext start(Service service, Map<String, String> properties) {
        Thread.currentThread().setName("start-" + service.id());
        String[] arguments = properties.entrySet().stream()
                .map(e -> "--" + e.getKey() + "=" + e.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(service.configuration())
                .properties("spring.config.name=" + service.id())
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run(arguments);
    }

    /** The gateway goes first, so that nothing new is accepted while the others stop. */
    @Override
    public void close() {
        for (ConfigurableApplicationContext context : contexts.reversed()) {
            context.close();
        }
    }
}
