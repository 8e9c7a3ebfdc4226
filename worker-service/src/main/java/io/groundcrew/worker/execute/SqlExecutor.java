package io.groundcrew.worker.execute;

import io.groundcrew.codecollection.bundle.Access;
import io.groundcrew.codecollection.nativebundle.NativeTask.IssueTemplate;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlConnection;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlMetric;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlTask;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Runs native SQL tasks on PostgreSQL; each in one transaction that is read-only unless the task is read-write. */
final class SqlExecutor {

    private static final int MOST_CELL = 4096;

    private final org.postgresql.Driver driver = new org.postgresql.Driver();
    private final Clock clock;

    SqlExecutor(Clock clock) {
        this.clock = clock;
    }

    /** Null when the task passed, else why not. */
    @Nullable
    String run(Step step, SqlTask task, Duration time) {
        try (Connection connection = connect(step, task.connection(), time)) {
            connection.setAutoCommit(false);
            connection.setReadOnly(task.card().access() != Access.READ_WRITE);
            try (Statement limit = connection.createStatement()) {
                limit.execute("set local statement_timeout = " + Math.max(1, time.toMillis()));
                // After its first query a transaction cannot be turned to writing any more.
                limit.execute("select 1");
            }
            String problem = execute(step, task, connection);
            connection.commit();
            return problem;
        } catch (SQLException e) {
            return "The statement of '" + task.card().title() + "' failed: " + e.getMessage();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private Connection connect(Step step, SqlConnection where, Duration time) throws SQLException {
        PostgresUrl url = PostgresUrl.of(Templates.fill(where.url(), step.variables()));
        Properties properties = new Properties();
        properties.putAll(url.properties());
        if (where.user() != null) {
            properties.setProperty("user", Templates.fill(where.user(), step.variables()));
        }
        String secret = where.passwordSecret();
        String password = secret == null ? null : step.execution().secrets().get(secret);
        if (password != null) {
            properties.setProperty("password", password.strip());
        }
        // Also when the server does not answer at all.
        properties.setProperty("socketTimeout", String.valueOf(time.toSeconds() + 2));
        properties.setProperty("loginTimeout", String.valueOf(Math.max(1, Math.min(10, time.toSeconds()))));
        Connection connection = driver.connect(url.url(), properties);
        if (connection == null) {
            throw new SQLException("The driver does not take the URL " + url.url());
        }
        return connection;
    }

    private @Nullable String execute(Step step, SqlTask task, Connection connection) throws SQLException {
        BoundStatement bound = BoundStatement.of(task.statement());
        try (PreparedStatement statement = connection.prepareStatement(bound.sql())) {
            for (int n = 0; n < bound.names().size(); n++) {
                String name = bound.names().get(n);
                String value = step.variables().get(name);
                if (value == null) {
                    return "The parameter :" + name + " of '" + task.card().title() + "' has no value in this run";
                }
                // Untyped, so that the server gives it the type that the place asks for.
                statement.setObject(n + 1, value, java.sql.Types.OTHER);
            }
            statement.setMaxRows(task.maxRows() + 1);
            step.cancellation().onCancel(() -> cancel(statement));
            if (!statement.execute()) {
                step.collected()
                        .report
                        .pre(
                                statement.getUpdateCount() + " rows changed",
                                task.card().title());
                return task.metric() == null ? null : "Expected rows to take the metric from, found none";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return read(step, task, rows);
            }
        } finally {
            step.cancellation().stepIsOver();
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            // It has ended by itself, or the server is gone: the statement ends either way.
            org.slf4j.LoggerFactory.getLogger(SqlExecutor.class).debug("A statement could not be cancelled", e);
        }
    }

    private @Nullable String read(Step step, SqlTask task, ResultSet rows) throws SQLException {
        ResultSetMetaData about = rows.getMetaData();
        List<String> head = new ArrayList<>();
        for (int column = 1; column <= about.getColumnCount(); column++) {
            head.add(about.getColumnLabel(column));
        }
        List<List<String>> body = new ArrayList<>();
        while (body.size() < task.maxRows() && rows.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= head.size(); column++) {
                row.add(IssueItems.cut(Objects.requireNonNullElse(rows.getString(column), ""), MOST_CELL));
            }
            body.add(row);
        }
        String title = task.card().title();
        boolean more = rows.next();
        String summary = title + ": " + body.size() + (more ? " rows, more were left out" : " rows");
        step.output().line(summary);
        step.collected().report.table(summary, head, body, title);
        if (task.issue() != null) {
            body.forEach(row -> raise(step, title, Objects.requireNonNull(task.issue()), head, row));
            if (more) {
                step.collected().issues.spoil("More than " + task.maxRows() + " rows were found");
            }
        }
        return measure(step, task, head, body);
    }

    private void raise(Step step, String title, IssueTemplate issue, List<String> head, List<String> row) {
        Map<String, String> values = new HashMap<>(step.variables());
        for (int n = 0; n < head.size(); n++) {
            values.put(head.get(n), row.get(n));
        }
        step.collected().issues.add(NativeIssues.of(issue, values, title, clock.instant()));
    }

    private static @Nullable String measure(Step step, SqlTask task, List<String> head, List<List<String>> body) {
        switch (task.metric()) {
            case null -> {
                return null;
            }
            case SqlMetric.NoRows() -> step.collected().metric(body.isEmpty() ? 1 : 0);
            case SqlMetric.Cell(String column) -> {
                int index = head.indexOf(column);
                if (index < 0 || body.isEmpty()) {
                    return "Expected a row with the column '" + column + "', found "
                            + (body.isEmpty() ? "no row" : "the columns " + head);
                }
                String text = body.getFirst().get(index);
                try {
                    double value = Double.parseDouble(text);
                    if (!Double.isFinite(value)) {
                        throw new NumberFormatException(text);
                    }
                    step.collected().metric(value);
                } catch (NumberFormatException e) {
                    return "Expected a number in the column '" + column + "', found '" + IssueItems.cut(text, 100)
                            + "'";
                }
            }
        }
        return null;
    }
}
