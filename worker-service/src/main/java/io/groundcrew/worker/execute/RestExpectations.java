package io.groundcrew.worker.execute;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.InvalidJsonException;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import io.groundcrew.chassis.text.Text;
import io.groundcrew.codecollection.nativebundle.NativeDurations;
import io.groundcrew.codecollection.nativebundle.NativeTask.Expectations;
import io.groundcrew.codecollection.nativebundle.NativeTask.JsonCheck;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Compares an answer with what a REST task expects of it. */
final class RestExpectations {

    private final RestAnswer answer;
    private final Map<String, String> variables;
    private final Clock clock;
    private @Nullable DocumentContext document;

    RestExpectations(RestAnswer answer, Map<String, String> variables, Clock clock) {
        this.answer = answer;
        this.variables = variables;
        this.clock = clock;
    }

    /** A sentence for each that does not hold. */
    List<String> failures(Expectations expect) {
        List<String> failures = new ArrayList<>();
        String status = String.valueOf(answer.status());
        List<String> wanted = expect.status().stream().map(this::filled).toList();
        if (!wanted.isEmpty() && wanted.stream().noneMatch(one -> matches(one, status))) {
            failures.add("Expected status " + String.join(" or ", wanted) + ", found " + status);
        }
        if (expect.maxLatency() != null) {
            latency(filled(expect.maxLatency()), failures);
        }
        if (expect.minCertificateDays() != null) {
            certificate(filled(expect.minCertificateDays()), failures);
        }
        expect.headers().forEach((name, value) -> {
            String part = filled(value);
            if (answer.header(name).stream().noneMatch(found -> found.contains(part))) {
                failures.add("Expected '" + part + "' in header " + name + ", found "
                        + answer.header(name).stream()
                                .findFirst()
                                .map(found -> "'" + Text.cutTo(found, 200) + "'")
                                .orElse("none"));
            }
        });
        if (expect.bodyContains() != null && !answer.text().contains(filled(expect.bodyContains()))) {
            failures.add("Expected '" + filled(expect.bodyContains()) + "' in the body, found it nowhere");
        }
        expect.jsonPath().forEach(check -> check(check).ifPresent(failures::add));
        return failures;
    }

    /** Whole days until the server's certificate expires; empty without one. */
    OptionalLong certificateDays() {
        X509Certificate certificate = answer.certificate();
        return certificate == null
                ? OptionalLong.empty()
                : OptionalLong.of(Duration.between(
                                clock.instant(), certificate.getNotAfter().toInstant())
                        .toDays());
    }

    /** The number at a path of the body; empty when there is none. */
    OptionalDouble number(String path) {
        return at(path).map(RestExpectations::parsed).orElse(OptionalDouble.empty());
    }

    private void latency(String text, List<String> failures) {
        Optional<Duration> most = NativeDurations.parse(text);
        if (most.isEmpty()) {
            failures.add("Expected a duration such as 500ms as maxLatency, found '" + text + "'");
        } else if (answer.seconds() * 1000 > most.get().toMillis()) {
            failures.add(
                    "Expected an answer within " + text + ", found " + Math.round(answer.seconds() * 1000) + " ms");
        }
    }

    private void certificate(String text, List<String> failures) {
        OptionalLong days = certificateDays();
        if (!text.strip().matches("\\d{1,5}")) {
            failures.add("Expected a number of days as minCertificateDays, found '" + text + "'");
        } else if (days.isEmpty()) {
            failures.add("Expected a certificate, found none: the URL is not https");
        } else if (days.getAsLong() < Long.parseLong(text.strip())) {
            failures.add("Expected a certificate valid for " + text + " days, found " + days.getAsLong());
        }
    }

    private Optional<String> check(JsonCheck check) {
        Optional<Object> found = at(check.path());
        if (found.isEmpty()) {
            return Optional.of("Expected a value at " + check.path() + ", found none");
        }
        Object value = found.get();
        String wanted = filled(check.value());
        boolean holds = switch (check.test()) {
            case EXISTS -> true;
            case EQUALS -> same(value, wanted);
            case CONTAINS ->
                value instanceof Collection<?> many
                        ? many.stream().anyMatch(one -> same(one, wanted))
                        : value.toString().contains(wanted);
            case MIN -> compares(value, wanted, sign -> sign >= 0);
            case MAX -> compares(value, wanted, sign -> sign <= 0);
        };
        return holds
                ? Optional.empty()
                : Optional.of(
                        "Expected " + check.path() + " " + check.test().name().toLowerCase(Locale.ROOT) + " '" + wanted
                                + "', found '" + Text.cutTo(value.toString(), 200) + "'");
    }

    private static boolean same(Object value, String wanted) {
        return value.toString().equals(wanted) || compares(value, wanted, sign -> sign == 0);
    }

    private static boolean compares(Object value, String wanted, IntPredicate holds) {
        OptionalDouble left = parsed(value);
        OptionalDouble right = parsed(wanted);
        return left.isPresent()
                && right.isPresent()
                && holds.test(Double.compare(left.getAsDouble(), right.getAsDouble()));
    }

    private static OptionalDouble parsed(Object value) {
        try {
            double number = Double.parseDouble(value.toString());
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private Optional<Object> at(String path) {
        try {
            if (document == null) {
                document = JsonPath.parse(answer.text());
            }
            return Optional.ofNullable(document.read(path));
        } catch (InvalidPathException | InvalidJsonException e) {
            // Also what a path that leads nowhere gives.
            return Optional.empty();
        }
    }

    private static boolean matches(String wanted, String status) {
        return wanted.equals(status) || (wanted.endsWith("xx") && wanted.charAt(0) == status.charAt(0));
    }

    private String filled(String template) {
        return Templates.fill(template, variables);
    }
}
