package io.groundcrew.embedded;

import static io.groundcrew.embedded.EmbeddedDatabaseTest.execute;
import static io.groundcrew.embedded.EmbeddedDatabaseTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.embedded.test.TestDatabase;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

    @Test
    void givesEachCallAnEmptySchemaOfTheSameName() throws Exception {
        ServiceDatabase one = TestDatabase.fresh("insight");
        ServiceDatabase two = TestDatabase.fresh("insight");
        execute(one, "CREATE TABLE notes AS SELECT 'one' AS text");
        execute(two, "CREATE TABLE notes AS SELECT 'two' AS text");
        assertThat(read(one, "SELECT text FROM insight.notes")).isEqualTo("one");
        assertThat(read(two, "SELECT text FROM notes")).isEqualTo("two");
        assertThat(one.schema()).isEqualTo("insight");
    }
}
