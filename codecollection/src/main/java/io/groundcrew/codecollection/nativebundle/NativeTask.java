package io.groundcrew.codecollection.nativebundle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task of a native bundle. Texts called templates hold {@code ${NAME}} placeholders for the bundle's variables; they
 * are replaced as plain text and nothing in a value is evaluated.
 */
public sealed interface NativeTask {

    TaskCard card();

    /**
     * A Bash script that defines {@code main} and writes JSON to file descriptor 3: a number as SLI, a list of issues in a
     * runbook.
     *
     * @param script file name beside {@code codebundle.yaml}
     */
    record BashTask(TaskCard card, String script) implements NativeTask {}

    /**
     * A Python script that defines {@code main()}, which returns a number as SLI and a list of issues in a runbook.
     *
     * @param script file name beside {@code codebundle.yaml}
     */
    record PythonTask(TaskCard card, String script) implements NativeTask {}

    /**
     * A statement whose rows become the report.
     *
     * @param connection where it runs
     * @param statement SQL with {@code :name} parameters, which are bound, never spliced
     * @param metric what an SLI yields; null in a runbook
     * @param issue raised once for each row, its templates filled from the row's columns too; null for none
     * @param maxRows that are read, 1 to 10,000
     */
    record SqlTask(
            TaskCard card,
            SqlConnection connection,
            String statement,
            @Nullable SqlMetric metric,
            @Nullable IssueTemplate issue,
            int maxRows)
            implements NativeTask {}

    /**
     * One HTTP call.
     *
     * @param method upper case
     * @param url template of an http or https URL
     * @param headers names and templates of their values, which secrets may fill too
     * @param body null for none
     * @param expect what the answer must be like
     * @param metric what an SLI yields; null in a runbook
     * @param issue raised when an expectation fails, with {@code ${FAILURE}} as one more placeholder; null for none
     */
    record RestTask(
            TaskCard card,
            String method,
            String url,
            Map<String, String> headers,
            @Nullable RestBody body,
            Expectations expect,
            @Nullable RestMetric metric,
            @Nullable IssueTemplate issue)
            implements NativeTask {

        public RestTask {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /** What a REST task sends. */
    sealed interface RestBody {

        /** A template that is sent as it is filled. */
        record Text(String template) implements RestBody {}

        /**
         * A JSON document whose texts are templates; a value stays within its text.
         *
         * @param tree of maps, lists, texts, numbers, booleans and nulls
         */
        record Json(Object tree) implements RestBody {}
    }

    /**
     * Where a statement runs.
     *
     * @param url template of a JDBC URL
     * @param user template; null for none
     * @param passwordSecret name of one of the bundle's secrets; null for none
     */
    record SqlConnection(
            String url, @Nullable String user, @Nullable String passwordSecret) {}

    /** What an SQL task measures. */
    sealed interface SqlMetric {

        /** The number in this column of the first row. */
        record Cell(String column) implements SqlMetric {}

        /** 1 when the statement yields no row, else 0. */
        record NoRows() implements SqlMetric {}
    }

    /** What a REST task measures. */
    sealed interface RestMetric {

        /** 1 when every expectation holds, else 0. */
        record AllExpectations() implements RestMetric {}

        /** Seconds from the start of the call to the end of the answer. */
        record Latency() implements RestMetric {}

        /** Whole days until the server's certificate expires. */
        record CertificateDays() implements RestMetric {}

        /** The number at a JSONPath of the answer's body. */
        record JsonPath(String path) implements RestMetric {}
    }

    /**
     * What an answer must be like; what is null or empty is not looked at. Numbers are templates so that a variable can
     * set them.
     *
     * @param status any of these, {@code 200} or {@code 2xx}
     * @param maxLatency template of a duration such as {@code 500ms} or {@code 2s}
     * @param minCertificateDays template of a whole number
     * @param headers names and templates of values the header must contain
     * @param bodyContains template
     * @param jsonPath checks of the body
     */
    record Expectations(
            List<String> status,
            @Nullable String maxLatency,
            @Nullable String minCertificateDays,
            Map<String, String> headers,
            @Nullable String bodyContains,
            List<JsonCheck> jsonPath) {

        public Expectations {
            status = List.copyOf(status);
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            jsonPath = List.copyOf(jsonPath);
        }
    }

    /**
     * One check of a JSON body.
     *
     * @param path JSONPath
     * @param test how the value is compared
     * @param value template to compare with; empty for EXISTS
     */
    record JsonCheck(String path, Test test, String value) {

        /** How a value is compared. */
        public enum Test {
            EQUALS,
            CONTAINS,
            MIN,
            MAX,
            EXISTS
        }
    }

    /**
     * An issue to raise; every text is a template.
     *
     * @param severity 1 critical to 4 informational
     * @param details null for none
     * @param nextSteps null for none; several are separated by newlines
     */
    record IssueTemplate(
            int severity,
            String title,
            @Nullable String details,
            @Nullable String nextSteps) {}
}
