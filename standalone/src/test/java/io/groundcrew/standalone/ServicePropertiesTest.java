package io.groundcrew.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.embedded.ServiceDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class ServicePropertiesTest {

    @TempDir
    private Path directory;

    /** A list that is given replaces the whole list of the service's own file. */
    @Test
    void hidesItsDataFromTasksBesideWhatEveryWorkerHides() throws IOException {
        try (DataDirectory data = DataDirectory.open(directory.resolve("data"))) {
            assertThat(bound(data, "worker.execute.hidden"))
                    .contains(
                            data.root().toString(),
                            data.privateKeysOf(Service.WORKER).toString(),
                            "/run/docker.sock",
                            "/run/containerd",
                            "/run/secrets",
                            "/var/run/secrets");
            assertThat(bound(data, "worker.data-directory"))
                    .containsExactly(data.of(Service.WORKER).toString());
        }
    }

    private List<String> bound(DataDirectory data, String name) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.addFirst(new MapPropertySource("standalone", Map.copyOf(properties(data))));
        new YamlPropertySourceLoader()
                .load("worker", new ClassPathResource("worker.yml"))
                .forEach(sources::addLast);
        return Binder.get(environment).bind(name, Bindable.listOf(String.class)).get();
    }

    private static Map<String, String> properties(DataDirectory data) {
        return new ServiceProperties(
                        data,
                        Map.of(),
                        ServicePropertiesTest::none,
                        new Installation(Path.of(".")),
                        Map.of(Service.GATEWAY, 8080))
                .of(Service.WORKER);
    }

    private static ServiceDatabase none(String schema) {
        throw new AssertionError("A worker has no database");
    }
}
