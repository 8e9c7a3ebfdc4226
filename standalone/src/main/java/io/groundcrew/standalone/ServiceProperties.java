package io.groundcrew.standalone;

import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.ServiceDatabase;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What each service is told about its surroundings: the same properties that Compose sets. */
final class ServiceProperties {

    private final DataDirectory data;
    private final Map<String, String> kafka;
    private final Function<String, ServiceDatabase> databases;
    private final Installation installation;
    private final Map<Service, Integer> ports;

    /**
     * @param kafka how to reach Kafka, from {@link #kafka}; empty where services are told otherwise
     * @param databases gives the database of a schema
     */
    ServiceProperties(
            DataDirectory data,
            Map<String, String> kafka,
            Function<String, ServiceDatabase> databases,
            Installation installation,
            Map<Service, Integer> ports) {
        this.data = data;
        this.kafka = Map.copyOf(kafka);
        this.databases = databases;
        this.installation = installation;
        this.ports = new EnumMap<>(ports);
    }

    /** What every service is told of the broker. */
    static Map<String, String> kafka(EmbeddedKafka broker) {
        Map<String, String> properties = new LinkedHashMap<>();
        broker.clientProperties()
                .forEach((key, value) -> properties.put(
                        key.equals("bootstrap.servers")
                                ? "spring.kafka.bootstrap-servers"
                                : "spring.kafka.properties[" + key + "]",
                        value));
        return properties;
    }

    Map<String, String> of(Service service) {
        Map<String, String> properties = new LinkedHashMap<>(kafka);
        // What services keep and what worker hides from tasks is below it.
        properties.put("groundcrew.data-directory", data.root().toString());
        properties.put(
                "groundcrew.keys.private-directory", data.privateKeysOf(service).toString());
        properties.put("groundcrew.keys.public-directory", data.publicKeys().toString());
        properties.put("server.address", Installation.LOOPBACK);
        properties.put("server.port", String.valueOf(ports.get(service)));
        properties.put("management.server.port", "-1");
        if (service.hasDatabase()) {
            ServiceDatabase database = databases.apply(service.id());
            properties.put("spring.datasource.url", database.url());
            properties.put("spring.datasource.username", database.user());
            properties.put("spring.datasource.password", database.password());
        }
        switch (service) {
            case RUNNER -> runner(properties);
            case WORKER -> worker(properties);
            case GATEWAY -> gateway(properties);
            case INSIGHT -> {}
        }
        return properties;
    }

    private void runner(Map<String, String> properties) {
        properties.put("runner.file-roots", "/");
        properties.put("runner.forbidden-roots", data.root().toString());
        properties.putAll(starter());
    }

    private void worker(Map<String, String> properties) {
        properties.put(
                "worker.execute.runtime-directory", installation.runtime().toString());
        properties.put("worker.file-roots", "/");
        properties.put("worker.api-base-url", gatewayUrl());
        properties.put("worker.secrets.file-roots", starterSecrets().toString());
        properties.put("worker.stop-grace", "3s");
        // Below what the broker that comes with it allows.
        properties.put("worker.delivery-limit", "20");
    }

    private void gateway(Map<String, String> properties) {
        properties.put("gateway.admin-token-file", data.adminToken().toString());
        properties.put("gateway.services.runner.url", url(Service.RUNNER));
        properties.put("gateway.services.insight.url", url(Service.INSIGHT));
    }

    /** The starter collection looks at this machine, and at Groundcrew's own gateway and database. */
    private Map<String, String> starter() {
        ServiceDatabase probe = databases.apply("starter");
        Path password = starterSecrets().resolve("database-password");
        PrivateFiles.write(password, probe.password());
        Map<String, String> properties = new LinkedHashMap<>();
        String prefix = "runner.bootstrap.";
        properties.put(prefix + "collections[0].name", "starter");
        properties.put(
                prefix + "collections[0].repo-url",
                installation.starterRepository().toUri().toString());
        properties.put(prefix + "documents[0]", installation.starterWorkspace().toString());
        properties.put(
                prefix + "variables.STARTER_COLLECTION_URL",
                installation.starterRepository().toUri().toString());
        properties.put(prefix + "variables.GATEWAY_URL", gatewayUrl());
        properties.put(prefix + "variables.DATABASE_JDBC_URL", withoutQuery(probe.url()));
        properties.put(prefix + "variables.DATABASE_USER", probe.user());
        properties.put(prefix + "variables.DATABASE_PASSWORD_KEY", "file@" + password);
        return properties;
    }

    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private Path starterSecrets() {
        return data.root().resolve("starter-secrets");
    }

    private String gatewayUrl() {
        return url(Service.GATEWAY);
    }

    private String url(Service service) {
        return "http://" + Installation.LOOPBACK + ":" + ports.get(service);
    }
}
