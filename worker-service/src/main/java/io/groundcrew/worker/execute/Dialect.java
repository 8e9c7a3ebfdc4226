package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A kind of database: how to reach it, and how to keep a transaction within its bounds. Another one is another class. */
sealed interface Dialect permits PostgresDialect, MariaDialect {

    String NUMBER = "[0-9]{1,9}";
    String NAMES = "[\\w,. -]{1,128}";

    List<Dialect> ALL = List.of(new PostgresDialect(), new MariaDialect());

    /** Which a URL may name after {@code jdbc:}. */
    Set<String> kinds();

    /** The properties a URL may have, with the pattern that all of a value must match. */
    Map<String, String> allowedProperties();

    /** How its statements are read. */
    SqlSyntax syntax();

    /**
     * Connects.
     *
     * @param address {@code //host:port/database}
     * @param properties the allowed ones of the URL, to which this adds its own
     * @param time that the connection may be waited for and then be used
     */
    Connection connect(String address, Properties properties, @Nullable Login login, Duration time) throws SQLException;

    /** Begins a transaction that, if read-only, cannot be turned to writing. */
    void begin(Connection connection, Bounds bounds) throws SQLException;

    void bind(PreparedStatement statement, int place, String value) throws SQLException;

    /** As whom to connect. */
    record Login(String user, @Nullable String password) {

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /** What a transaction may do. */
    record Bounds(boolean readOnly, Duration time, int rows) {}

    /** @throws IllegalArgumentException with a sentence when there is no dialect for this, or a property is not allowed */
    static Dialect of(DatabaseUrl url) {
        Dialect dialect = ALL.stream()
                .filter(one -> one.kinds().contains(url.kind()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected a JDBC URL of "
                        + ALL.stream()
                                .flatMap(one -> one.kinds().stream())
                                .sorted()
                                .toList()
                        + ", found one of '" + Text.cutTo(url.kind(), 40) + "'"));
        url.properties().forEach((name, value) -> {
            String pattern = dialect.allowedProperties().get(name);
            if (pattern == null || !value.matches(pattern)) {
                throw new IllegalArgumentException("The property '" + Text.cutTo(name, 80)
                        + "' of the JDBC URL is not allowed, or has no allowed value. Allowed are "
                        + dialect.allowedProperties().keySet().stream().sorted().toList());
            }
        });
        return dialect;
    }
}
