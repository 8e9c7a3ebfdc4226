package io.groundcrew.runner;

import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Databases for tests of the runner's parts. */
public final class RunnerDatabase {

    private RunnerDatabase() {}

    /** A database of the test's own with the runner's tables, all empty. */
    public static DataSource fresh() {
        ServiceDatabase database = TestDatabase.fresh("runner");
        DataSource source = new DriverManagerDataSource(database.url(), database.user(), database.password());
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/runner")
                .load()
                .migrate();
        return source;
    }
}
