package io.groundcrew.codecollection.nativebundle;

import io.groundcrew.codecollection.bundle.Access;
import io.groundcrew.codecollection.nativebundle.NativeTask.BashTask;
import io.groundcrew.codecollection.nativebundle.NativeTask.Expectations;
import io.groundcrew.codecollection.nativebundle.NativeTask.IssueTemplate;
import io.groundcrew.codecollection.nativebundle.NativeTask.JsonCheck;
import io.groundcrew.codecollection.nativebundle.NativeTask.PythonTask;
import io.groundcrew.codecollection.nativebundle.NativeTask.RestMetric;
import io.groundcrew.codecollection.nativebundle.NativeTask.RestTask;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlConnection;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlMetric;
import io.groundcrew.codecollection.nativebundle.NativeTask.SqlTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one task of a {@code codebundle.yaml}. */
final class NativeTaskReader {

    private static final Set<String> CARD = Set.of("title", "documentation", "tags", "access", "type", "timeout");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern SCRIPT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}|[1-5]xx|\\$\\{\\w+}");
    private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w]):([A-Za-z_]\\w*)");
    private static final Duration LONGEST = Duration.ofHours(4);

    private final Set<String> siblings;
    private final Set<String> variables;
    private final Set<String> secrets;

    NativeTaskReader(Set<String> siblings, Set<String> variables, Set<String> secrets) {
        this.siblings = siblings;
        this.variables = variables;
        this.secrets = secrets;
    }

    @Nullable
    NativeTask read(Fields fields, boolean sli) {
        String type = fields.required("type");
        TaskCard card = card(fields, sli);
        return switch (type) {
            case "bash" -> new BashTask(card, script(fields));
            case "python" -> new PythonTask(card, script(fields));
            case "sql" -> sql(fields, card, sli);
            case "rest" -> rest(fields, card, sli);
            default -> {
                fields.problem(fields.line("type"), "Expected type bash, python, sql or rest, found '" + type + "'.");
                yield null;
            }
        };
    }

    private TaskCard card(Fields fields, boolean sli) {
        String text = fields.textOr("access", "");
        Access access = switch (text) {
            case "read-only" -> Access.READ_ONLY;
            case "read-write" -> Access.READ_WRITE;
            case "" -> Access.of(fields.texts("tags"));
            default -> {
                fields.problem(fields.line("access"), "Expected read-only or read-write, found '" + text + "'.");
                yield Access.UNTAGGED;
            }
        };
        if (sli && access == Access.READ_WRITE) {
            fields.problem(fields.line("access"), "An SLI only looks. Move a task that changes things to the runbook.");
        }
        List<String> tags = new ArrayList<>(fields.texts("tags"));
        if (access != Access.UNTAGGED && Access.of(tags) != access) {
            tags.add("access:" + access.text());
        }
        return new TaskCard(
                fields.required("title"),
                fields.textOr("documentation", ""),
                tags,
                access,
                timeout(fields),
                fields.line());
    }

    private static @Nullable Duration timeout(Fields fields) {
        String text = fields.text("timeout");
        if (text == null) {
            return null;
        }
        Duration timeout = NativeDurations.parse(text).orElse(Duration.ZERO);
        if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
            fields.problem(
                    fields.line("timeout"), "Expected a duration up to 4h such as 30s or 5m, found '" + text + "'.");
            return null;
        }
        return timeout;
    }

    private String script(Fields fields) {
        fields.only(with("script"));
        String script = fields.required("script");
        if (!SCRIPT.matcher(script).matches()) {
            fields.problem(
                    fields.line("script"), "Expected the name of a file beside codebundle.yaml, found another path.");
        } else if (!siblings.contains(script)) {
            fields.problem(
                    fields.line("script"),
                    "Expected the file '" + script + "' beside codebundle.yaml, and there is none. Commit it.");
        }
        return script;
    }

    private @Nullable SqlTask sql(Fields fields, TaskCard card, boolean sli) {
        fields.only(with("connection", "statement", "metric", "issue", "maxRows"));
        String statement = fields.required("statement");
        Matcher parameter = PARAMETER.matcher(statement.replaceAll("'[^']*'", "''"));
        while (parameter.find()) {
            if (!variables.contains(parameter.group(1))) {
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
        if (password != null && !secrets.contains(password)) {
            connection.problem(
                    connection.line("password"),
                    "Expected the name of a secret of this bundle. Declare it in secrets.");
        }
        SqlConnection place = new SqlConnection(
                template(connection, "url", connection.required("url")),
                template(connection, "user", connection.text("user")),
                password);
        return new SqlTask(
                card,
                place,
                statement,
                sqlMetric(fields, sli),
                issue(fields),
                fields.number("maxRows", 100, 1, 10_000));
    }

    private @Nullable SqlMetric sqlMetric(Fields fields, boolean sli) {
        if (!sli) {
            unwantedMetric(fields);
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

    private RestTask rest(Fields fields, TaskCard card, boolean sli) {
        fields.only(with("method", "url", "headers", "body", "expect", "metric", "issue"));
        String method = fields.textOr("method", "GET").toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            fields.problem(fields.line("method"), "The method '" + method + "' is not one of HTTP's.");
        }
        var headers = fields.textMap("headers");
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9-]+") || value.chars().anyMatch(c -> c < 0x20)) {
                fields.problem(fields.line("headers"), "The header '" + name + "' has characters headers cannot have.");
            }
        });
        return new RestTask(
                card,
                method,
                template(fields, "url", fields.required("url")),
                headers,
                template(fields, "body", fields.text("body")),
                expectations(fields.map("expect")),
                restMetric(fields, sli),
                issue(fields));
    }

    private Expectations expectations(@Nullable Fields fields) {
        if (fields == null) {
            return new Expectations(List.of("2xx"), null, null, java.util.Map.of(), null, List.of());
        }
        fields.only(Set.of("status", "maxLatency", "minCertificateDays", "headers", "bodyContains", "jsonPath"));
        List<String> status = fields.has("status") ? fields.texts("status") : List.of("2xx");
        status.stream()
                .filter(one -> !STATUS.matcher(one).matches())
                .forEach(one -> fields.problem(
                        fields.line("status"), "Expected a status such as 200 or 2xx, found '" + one + "'."));
        String latency = template(fields, "maxLatency", fields.text("maxLatency"));
        if (latency != null
                && !latency.contains("${")
                && NativeDurations.parse(latency).isEmpty()) {
            fields.problem(fields.line("maxLatency"), "Expected a duration such as 500ms or 2s.");
        }
        String days = template(fields, "minCertificateDays", fields.text("minCertificateDays"));
        if (days != null && !days.contains("${") && !days.matches("\\d{1,5}")) {
            fields.problem(fields.line("minCertificateDays"), "Expected a whole number of days.");
        }
        List<JsonCheck> checks = new ArrayList<>();
        for (Fields check : fields.maps("jsonPath")) {
            checks.add(jsonCheck(check));
        }
        return new Expectations(
                status,
                latency,
                days,
                fields.textMap("headers"),
                template(fields, "bodyContains", fields.text("bodyContains")),
                checks);
    }

    private JsonCheck jsonCheck(Fields check) {
        check.only(Set.of("path", "equals", "contains", "min", "max"));
        String path = check.required("path");
        for (JsonCheck.Test test : JsonCheck.Test.values()) {
            String key = test.name().toLowerCase(Locale.ROOT);
            if (test != JsonCheck.Test.EXISTS && check.has(key)) {
                return new JsonCheck(path, test, check.textOr(key, ""));
            }
        }
        return new JsonCheck(path, JsonCheck.Test.EXISTS, "");
    }

    private @Nullable RestMetric restMetric(Fields fields, boolean sli) {
        if (!sli) {
            unwantedMetric(fields);
            return null;
        }
        if (fields.isMap("metric")) {
            Fields value = fields.map("metric");
            if (value != null) {
                value.only(Set.of("jsonPath"));
                return new RestMetric.JsonPath(value.required("jsonPath"));
            }
        }
        String text = fields.textOr("metric", "expectations");
        return switch (text) {
            case "expectations" -> new RestMetric.AllExpectations();
            case "latency" -> new RestMetric.Latency();
            case "certificate-days" -> new RestMetric.CertificateDays();
            default -> {
                fields.problem(
                        fields.line("metric"),
                        "Expected expectations, latency, certificate-days or {jsonPath: …}, found '" + text + "'.");
                yield null;
            }
        };
    }

    private @Nullable IssueTemplate issue(Fields fields) {
        Fields issue = fields.map("issue");
        if (issue == null) {
            return null;
        }
        issue.only(Set.of("severity", "title", "details", "nextSteps"));
        return new IssueTemplate(
                issue.number("severity", 4, 1, 4),
                issue.required("title"),
                issue.text("details"),
                issue.text("nextSteps"));
    }

    private static void unwantedMetric(Fields fields) {
        if (fields.has("metric")) {
            fields.problem(fields.line("metric"), "Only an SLI yields a metric. Remove it from the runbook's task.");
        }
    }

    /** Notes placeholders that name no variable. Issue texts are not checked: they also see columns. */
    private <T extends @Nullable String> T template(Fields fields, String key, T text) {
        if (text != null) {
            Matcher placeholder = Pattern.compile("\\$\\{(\\w+)}").matcher(text);
            while (placeholder.find()) {
                if (!variables.contains(placeholder.group(1))) {
                    fields.problem(
                            fields.line(key),
                            "The placeholder " + placeholder.group() + " is no variable of this bundle. Declare it.");
                }
            }
        }
        return text;
    }

    private static Set<String> with(String... own) {
        Set<String> all = new HashSet<>(CARD);
        all.addAll(List.of(own));
        return all;
    }
}
