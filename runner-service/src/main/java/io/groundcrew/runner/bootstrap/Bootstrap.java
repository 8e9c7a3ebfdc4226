package io.groundcrew.runner.bootstrap;

import io.groundcrew.runner.api.model.ApplyResult;
import io.groundcrew.runner.api.model.ApplyResult.ResultEnum;
import io.groundcrew.runner.collection.Registration;
import io.groundcrew.runner.collection.WantedCollection;
import io.groundcrew.runner.resource.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes what a first start makes, each part once per name. At later starts the documents that nobody else has changed follow
 * their variables, such as the gateway's port.
 */
class Bootstrap {

    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);

    private static final String KEEPER = "bootstrap";

    private final BootstrapProperties properties;
    private final Registration registration;
    private final Documents documents;
    private final JdbcClient jdbc;
    private final Clock clock;
    private boolean done;

    Bootstrap(
            BootstrapProperties properties,
            Registration registration,
            Documents documents,
            JdbcClient jdbc,
            Clock clock) {
        this.properties = properties;
        this.registration = registration;
        this.documents = documents;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Does what is left to do; throws when something has to be tried again. */
    void apply() throws IOException {
        if (done) {
            return;
        }
        once(
                "workspace/" + properties.workspace(),
                () -> documents.createWorkspace(properties.workspace(), properties.locations()));
        for (BootstrapProperties.Collection collection : properties.collections()) {
            once(
                    "collection/" + collection.name(),
                    () -> registration.register(collection.name(), wanted(collection), false));
        }
        for (Path file : files()) {
            String content = filled(Files.readString(file));
            if (content.contains("${")) {
                log.info("Leaving out {}: a placeholder in it has no value", file);
            } else if (!once("documents/" + file.getFileName(), () -> apply(file, content)) && areInTheirPlaces()) {
                told(file, documents.update(properties.workspace(), content, KEEPER));
            }
        }
        done = true;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : properties.documents()) {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                try (Stream<Path> listed = Files.list(path)) {
                    listed.filter(file -> file.toString().endsWith(".yaml"))
                            .sorted()
                            .forEach(files::add);
                }
            } else {
                files.add(path);
            }
        }
        return files;
    }

    private void apply(Path file, String content) {
        told(file, documents.apply(properties.workspace(), content, KEEPER));
    }

    /** Documents name collections by their URL: one that has moved since takes no document with it. */
    private boolean areInTheirPlaces() {
        return properties.collections().stream()
                .allMatch(collection -> registration.isRegistered(collection.name(), filled(collection.repoURL())));
    }

    private static void told(Path file, List<ApplyResult> results) {
        for (ApplyResult result : results) {
            if (result.getResult() == ResultEnum.REJECTED) {
                log.error("Document {} of {} was rejected: {}", result.getIndex(), file, result.getMessage());
            } else if (result.getResult() == ResultEnum.UPDATED) {
                log.info("{} It follows {}, since nobody has changed it", result.getMessage(), file);
            }
        }
    }

    private WantedCollection wanted(BootstrapProperties.Collection collection) {
        return new WantedCollection(
                filled(collection.repoURL()),
                collection.branch(),
                collection.tag(),
                collection.ref(),
                collection.repoPath(),
                null,
                null,
                null,
                null);
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> variable : properties.variables().entrySet()) {
            filled = filled.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        return filled;
    }

    /** Whether it was done now rather than before. */
    private boolean once(String name, Runnable action) {
        boolean before = jdbc.sql("select count(*) from bootstrap_done where name = ?")
                        .param(name)
                        .query(Integer.class)
                        .single()
                > 0;
        if (before) {
            return false;
        }
        action.run();
        jdbc.sql("insert into bootstrap_done (name, applied_at) values (?, ?) on conflict do nothing")
                .params(name, Timestamp.from(clock.instant()))
                .update();
        log.info("Made {} as a first start does", name);
        return true;
    }
}
