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
import org.slf4j.LoggerFactory;

/** Runs native SQL tasks; each in one transaction that is read-only unless the task is read-write. */
final class SqlExecutor {

    private static final String CANCELLED = "The statement was cancelled";

    private static final int MOST_CELL = 4096;

    private static final int MOST_TEXT = 4 * 1024 * 1024;

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
            LoggerFactory.getLogger(SqlExecutor.class).debug("A statement could not be cancelled", e);
        }
    }

    private @Nullable String read(Step step, SqlTask task, ResultSet rows) throws SQLException {
        ResultSetMetaData about = rows.getMetaData();
        List<String> head = new ArrayList<>();
        for (int column = 1; column <= about.getColumnCount(); column++) {
            head.add(about.getColumnLabel(column));
        }
        List<List<String>> body = new ArrayList<>();
        int taken = 0;
        boolean more = false;
        while (!more && rows.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= head.size(); column++) {
                String cell = Text.cutTo(Objects.requireNonNullElse(rows.getString(column), ""), MOST_CELL);
                taken += cell.length();
                row.add(cell);
            }
            more = body.size() == task.maxRows() || taken > MOST_TEXT;
            if (!more) {
                body.add(row);
            }
        }
        String title = task.card().title();
        String summary = title + ": " + body.size() + (more ? " rows, more were left out" : " rows");
        step.output().line(summary);
        step.collected().report.table(summary, head, body, title);
        if (task.issue() != null) {
            body.forEach(row -> raise(step, title, Objects.requireNonNull(task.issue()), head, row));
            if (more) {
                step.collected().issues.spoil("More rows were found than a task may read");
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
                    return "Expected a number in the column '" + column + "', found '" + Text.cutTo(text, 100) + "'";
                }
            }
        }
        return null;
    }
}
