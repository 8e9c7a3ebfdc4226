package io.groundcrew.worker.execute;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.codecollection.bundle.Access;
import io.groundcrew.codecollection.nativebundle.NativeTask.IssueTemplate;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlConnection;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlMetric;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlTask;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs native SQL tasks; each in one transaction that is read-only unless the task is read-write. */
final class SqlExecutor {

    private static final String CANCELLED = "The statement was cancelled";

    private final Clock clock;

    SqlExecutor(Clock clock) {
        this.clock = clock;
    }

    /** Null when the task passed, else why not. */
    @Nullable
    String run(Step step, SqlTask task, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            DatabaseUrl url = DatabaseUrl.of(Templates.fill(task.connection().url(), step.variables()));
            Dialect dialect = Dialect.of(url);
            BoundStatement bound = BoundStatement.of(task.statement(), dialect.syntax());
            try (Connection connection = connect(step, task.connection(), url, dialect, time)) {
                Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
                boolean readOnly = task.card().access() != Access.READ_WRITE;
                dialect.begin(connection, new Dialect.Bounds(readOnly, left, task.maxRows() + 1));
                String problem = execute(step, task, new Session(dialect, connection, left), bound);
                if (step.cancellation().isWanted()) {
                    connection.rollback();
                    return CANCELLED;
                }
                connection.commit();
                return problem;
            }
        } catch (SQLException e) {
            return "The statement of '" + task.card().title() + "' failed: " + e.getMessage();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static Connection connect(Step step, SqlConnection where, DatabaseUrl url, Dialect dialect, Duration time)
            throws SQLException {
        Properties properties = new Properties();
        properties.putAll(url.properties());
        String secret = where.passwordSecret();
        String password = secret == null ? null : step.execution().secrets().get(secret);
        Dialect.Login login = where.user() == null
                ? null
                : new Dialect.Login(
                        Templates.fill(where.user(), step.variables()), password == null ? null : password.strip());
        return dialect.connect(url.address(), properties, login, time);
    }

    private record Session(Dialect dialect, Connection connection, Duration left) {}

    private @Nullable String execute(Step step, SqlTask task, Session session, BoundStatement bound)
            throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(bound.sql());
                Alarm _ = Alarm.in(session.left(), () -> cancel(statement))) {
            for (int n = 0; n < bound.names().size(); n++) {
                String name = bound.names().get(n);
                String value = step.variables().get(name);
                if (value == null) {
                    return "The parameter :" + name + " of '" + task.card().title() + "' has no value in this run";
                }
                session.dialect().bind(statement, n + 1, value);
            }
            statement.setMaxRows(task.maxRows() + 1);
            statement.setFetchSize(100);
            step.cancellation().onCancel(() -> cancel(statement));
            // Before it is executed there is nothing that a database could cancel.
            if (step.cancellation().isWanted()) {
                return CANCELLED;
            }
            if (!statement.execute()) {
                String changed = statement.getUpdateCount() + " rows changed";
                step.collected().report.pre(changed, task.card().title());
                return task.metric() == null ? null : "Expected rows to take the metric from, found none";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return tell(step, task, SqlRows.read(rows, task.maxRows()));
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
            LoggerFactory.getLogger(SqlExecutor.class).debug("A statement could not be cancelled", e);
        }
    }

    private @Nullable String tell(Step step, SqlTask task, SqlRows rows) {
        String title = task.card().title();
        String summary = title + ": " + rows.body().size() + (rows.more() ? " rows, more were left out" : " rows");
        step.output().line(summary);
        step.collected().report.table(summary, rows.head(), rows.body(), title);
        IssueTemplate issue = task.issue();
        if (issue != null) {
            rows.body().forEach(row -> raise(step, title, issue, rows.named(row)));
            if (rows.more()) {
                step.collected().issues.spoil("More rows were found than a task may read");
            }
        }
        return measure(step, task, rows);
    }

    private void raise(Step step, String title, IssueTemplate issue, Map<String, String> row) {
        Map<String, String> values = new HashMap<>(step.variables());
        values.putAll(row);
        step.collected().issues.add(NativeIssues.of(issue, values, title, clock.instant()));
    }

    private static @Nullable String measure(Step step, SqlTask task, SqlRows rows) {
        switch (task.metric()) {
            case null -> {
                return null;
            }
            case SqlMetric.NoRows() -> step.collected().metric(rows.body().isEmpty() ? 1 : 0);
            case SqlMetric.Cell(String column) -> {
                String text = rows.first(column);
                if (text == null) {
                    return "Expected a row with the column '" + column + "', found "
                            + (rows.body().isEmpty() ? "no row" : "the columns " + rows.head());
                }
                try {
                    double value = Double.parseDouble(text);
                    if (!Double.isFinite(value)) {
                        throw new NumberFormatException(text);
                    }
                    step.collected().metric(value);
                } catch (NumberFormatException e) {
                    return "Expected a number in the column '" + column + "', found '" + Text.cutTo(text, 100) + "'";
                }
            }
        }
        return null;
    }
}
