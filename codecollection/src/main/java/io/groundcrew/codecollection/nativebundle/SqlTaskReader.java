package io.groundcrew.codecollection.nativebundle;

import io.groundcrew.codecollection.nativebundle.NativeTask.SqlConnection;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlMetric;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlTask;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an SQL task of a {@code codebundle.yaml}. */
final class SqlTaskReader {

    private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([A-Za-z_]\\w*)");
    private static final Pattern TEXT_OR_COMMENT =
            Pattern.compile("'[^']*'|\"[^\"]*\"|`[^`]*`|--[^\\n]*|/\\*[\\s\\S]*?\\*/");

    private final Declared declared;

    SqlTaskReader(Declared declared) {
        this.declared = declared;
    }

    @Nullable
    SqlTask read(Fields fields, TaskCard card, boolean sli) {
        fields.only(Declared.cardAnd("connection", "statement", "metric", "issue", "maxRows"));
        String statement = fields.required("statement");
        Matcher parameter = PARAMETER.matcher(TEXT_OR_COMMENT.matcher(statement).replaceAll(" "));
        while (parameter.find()) {
            if (!declared.variables().contains(parameter.group(1))) {
                fields.problem(
                        fields.line("statement"),
                        "The parameter :" + parameter.group(1) + " is no variable of this bundle. Declare it.");
            }
        }
        if (statement.contains("${")) {
            fields.problem(
                    fields.line("statement"), "A statement takes variables as :name, never as ${name}. Change it.");
        }
        Fields connection = fields.map("connection");
        if (connection == null) {
            fields.problem(fields.line(), "Expected 'connection' with url, user and password. Add it.");
            return null;
        }
        connection.only(Set.of("url", "user", "password"));
        String password = connection.text("password");
        if (password != null && !declared.secrets().contains(password)) {
            connection.problem(
                    connection.line("password"),
                    "Expected the name of a secret of this bundle. Declare it in secrets.");
        }
        SqlConnection place = new SqlConnection(
                declared.template(connection, "url", connection.required("url")),
                declared.template(connection, "user", connection.text("user")),
                password);
        return new SqlTask(
                card,
                place,
                statement,
                sqlMetric(fields, sli),
                Declared.issue(fields),
                fields.number("maxRows", 100, 1, 10_000));
    }

    private @Nullable SqlMetric sqlMetric(Fields fields, boolean sli) {
        if (!sli) {
            Declared.unwantedMetric(fields);
            return null;
        }
        if (fields.isMap("metric")) {
            Fields cell = fields.map("metric");
            if (cell != null) {
                cell.only(Set.of("column"));
                return new SqlMetric.Cell(cell.required("column"));
            }
        } else if ("no-rows".equals(fields.text("metric"))) {
            return new SqlMetric.NoRows();
        }
        fields.problem(fields.line("metric"), "Expected 'metric: no-rows' or 'metric: {column: name}'.");
        return null;
    }
}
