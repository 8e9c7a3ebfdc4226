package io.groundcrew.runner.bootstrap;

import io.groundcrew.runner.api.model.ApplyResult;
import io.groundcrew.runner.api.model.ApplyResult.ResultEnum;
import io.groundcrew.runner.collection.Registration;
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

/** Makes what a first start makes, each part once per name. */
class Bootstrap {

    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);

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
            } else {
                once("documents/" + file.getFileName(), () -> apply(file, content));
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
        for (ApplyResult result : documents.apply(properties.workspace(), content, "bootstrap")) {
            if (result.getResult() == ResultEnum.REJECTED) {
                log.error("Document {} of {} was rejected: {}", result.getIndex(), file, result.getMessage());
            }
        }
    }

    private Registration.Wanted wanted(BootstrapProperties.Collection collection) {
        return new Registration.Wanted(
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

    private void once(String name, Runnable action) {
        boolean before = jdbc.sql("select count(*) from bootstrap_done where name = ?")
                        .param(name)
                        .query(Integer.class)
                        .single()
                > 0;
        if (before) {
            return;
        }
        action.run();
        jdbc.sql("insert into bootstrap_done (name, applied_at) values (?, ?) on conflict do nothing")
                .params(name, Timestamp.from(clock.instant()))
                .update();
        log.info("Made {} as a first start does", name);
    }
}
