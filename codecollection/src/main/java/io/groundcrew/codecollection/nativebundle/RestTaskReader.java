package io.groundcrew.codecollection.nativebundle;

import io.groundcrew.codecollection.nativebundle.NativeTask.Expectations;
import io.groundcrew.codecollection.nativebundle.NativeTask.JsonCheck;
import io.groundcrew.codecollection.nativebundle.NativeTask.RestBody;
import io.groundcrew.codecollection.nativebundle.NativeTask.RestMetric;
import io.groundcrew.codecollection.nativebundle.NativeTask.RestTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a REST task of a {@code codebundle.yaml}. */
final class RestTaskReader {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}|[1-5]xx|\\$\\{\\w+}");

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "expect",
            "upgrade",
            "te",
            "trailer",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection");
    // One descent looks at each value once; two look at each as often as there are values.
    private static final Pattern EXPENSIVE_PATH = Pattern.compile("=~|\\.\\.[\\s\\S]*\\.\\.");

    private final Declared declared;

    RestTaskReader(Declared declared) {
        this.declared = declared;
    }

    RestTask read(Fields fields, TaskCard card, boolean sli) {
        fields.only(Declared.cardAnd("method", "url", "headers", "body", "expect", "metric", "issue"));
        String method = fields.textOr("method", "GET");
        if (!METHODS.contains(method)) {
            fields.problem(
                    fields.line("method"),
                    "Expected one of "
                            + String.join(", ", METHODS.stream().sorted().toList()) + ", found '" + Fields.cut(method)
                            + "'.");
        }
        Map<String, String> headers = fields.textMap("headers");
        headers.forEach((name, value) -> header(fields, name, value));
        return new RestTask(
                card,
                method,
                declared.template(fields, "url", fields.required("url")),
                headers,
                body(fields),
                expectations(fields.map("expect")),
                restMetric(fields, sli),
                Declared.issue(fields));
    }

    private void header(Fields fields, String name, String value) {
        if (!HEADER.matcher(name).matches() || value.chars().anyMatch(c -> c < 0x20 && c != '\t')) {
            fields.problem(
                    fields.line("headers"),
                    "The header '" + Fields.cut(name) + "' has characters headers cannot have. Remove them.");
        } else if (OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            fields.problem(
                    fields.line("headers"),
                    "The header '" + name + "' belongs to the connection and follows from the URL and the body."
                            + " Remove it.");
        }
        declared.checkWithSecrets(fields, "headers", value);
    }

    private @Nullable RestBody body(Fields fields) {
        if (fields.isMap("body") || fields.isList("body")) {
            Object tree = fields.tree("body");
            checkTexts(fields, tree);
            return new RestBody.Json(tree);
        }
        String text = fields.text("body");
        if (text == null) {
            return null;
        }
        declared.checkWithSecrets(fields, "body", text);
        String start = text.stripLeading();
        if ((start.startsWith("{") || start.startsWith("[")) && text.contains("${") && !start.startsWith("${")) {
            fields.problem(
                    fields.line("body"),
                    "A JSON body with placeholders is written as fields, not as a text, so that no value can end its"
                            + " place. Remove the quotes around it.");
        }
        return new RestBody.Text(text);
    }

    private void checkTexts(Fields fields, @Nullable Object tree) {
        switch (tree) {
            case Map<?, ?> map -> map.values().forEach(value -> checkTexts(fields, value));
            case List<?> list -> list.forEach(value -> checkTexts(fields, value));
            case String text -> declared.checkWithSecrets(fields, "body", text);
            case null, default -> {}
        }
    }

    private Expectations expectations(@Nullable Fields fields) {
        if (fields == null) {
            return new Expectations(List.of("2xx"), null, null, Map.of(), null, List.of());
        }
        fields.only(Set.of("status", "maxLatency", "minCertificateDays", "headers", "bodyContains", "jsonPath"));
        List<String> status = fields.has("status") ? fields.texts("status") : List.of("2xx");
        status.stream()
                .filter(one -> !STATUS.matcher(one).matches())
                .forEach(one -> fields.problem(
                        fields.line("status"), "Expected a status such as 200 or 2xx, found '" + one + "'."));
        String latency = declared.template(fields, "maxLatency", fields.text("maxLatency"));
        if (latency != null
                && !latency.contains("${")
                && NativeDurations.parse(latency).isEmpty()) {
            fields.problem(fields.line("maxLatency"), "Expected a duration such as 500ms or 2s.");
        }
        String days = declared.template(fields, "minCertificateDays", fields.text("minCertificateDays"));
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
                expectedHeaders(fields),
                declared.template(fields, "bodyContains", fields.text("bodyContains")),
                checks);
    }

    private Map<String, String> expectedHeaders(Fields fields) {
        Map<String, String> headers = fields.textMap("headers");
        headers.values().forEach(value -> declared.template(fields, "headers", value));
        return headers;
    }

    private JsonCheck jsonCheck(Fields check) {
        check.only(Set.of("path", "equals", "contains", "min", "max"));
        String path = path(check, "path");
        List<JsonCheck.Test> tests = Stream.of(JsonCheck.Test.values())
                .filter(test -> check.has(key(test)))
                .toList();
        if (tests.size() > 1) {
            check.problem(check.line(), "Expected one of equals, contains, min and max. Make a check of each.");
        }
        if (tests.isEmpty()) {
            return new JsonCheck(path, JsonCheck.Test.EXISTS, "");
        }
        String key = key(tests.getFirst());
        return new JsonCheck(path, tests.getFirst(), declared.template(check, key, check.textOr(key, "")));
    }

    private static String key(JsonCheck.Test test) {
        return test.name().toLowerCase(Locale.ROOT);
    }

    private static String path(Fields fields, String key) {
        String path = fields.required(key);
        if (EXPENSIVE_PATH.matcher(path).find()) {
            fields.problem(
                    fields.line(key),
                    "A JSONPath here has at most one '..' and no '=~', which could take very long. Make it simpler.");
        }
        return path;
    }

    private @Nullable RestMetric restMetric(Fields fields, boolean sli) {
        if (!sli) {
            Declared.unwantedMetric(fields);
            return null;
        }
        if (fields.isMap("metric")) {
            Fields value = fields.map("metric");
            if (value != null) {
                value.only(Set.of("jsonPath"));
                return new RestMetric.JsonPath(path(value, "jsonPath"));
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
}
