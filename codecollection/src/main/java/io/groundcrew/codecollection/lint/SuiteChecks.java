package io.groundcrew.codecollection.lint;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.bundle.Parameter;
import io.groundcrew.codecollection.bundle.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is probably not meant so in a suite that can be read. */
final class SuiteChecks {

    /** The one variable of the platform that a runbook may ask for as if it were its user's. */
    private static final String LOOKBACK = "RW_LOOKBACK_WINDOW";

    private SuiteChecks() {}

    static List<Finding> of(Suite suite) {
        List<Finding> findings = new ArrayList<>();
        List<Parameter> undescribed = suite.parameters().stream()
                .filter(parameter -> parameter.kind() != Parameter.Kind.PLATFORM_VARIABLE)
                .filter(parameter -> parameter.description() == null
                        || parameter.description().isBlank())
                .toList();
        if (!undescribed.isEmpty()) {
            // One finding for all of them: a file that describes nothing is one thing to do.
            String names = undescribed.stream().map(Parameter::name).collect(Collectors.joining(", "));
            findings.add(warning(
                    suite,
                    undescribed.getFirst(),
                    "No description for " + names + ". Give description=, which people read when they fill it in."));
        }
        for (Parameter parameter : suite.parameters()) {
            if (parameter.kind() == Parameter.Kind.VARIABLE
                    && parameter.name().startsWith("RW_")
                    && !(parameter.name().equals(LOOKBACK) && suite.kind() != Suite.Kind.SLI)) {
                findings.add(warning(
                        suite,
                        parameter,
                        "The name " + parameter.name()
                                + " starts with RW_, which is the platform's: Import User Variable"
                                + " refuses it in a run. Use Import Platform Variable or another name."));
            }
            String fallback = parameter.defaultValue();
            if (fallback != null
                    && !fallback.isEmpty()
                    && !parameter.values().isEmpty()
                    && !parameter.values().contains(fallback)) {
                findings.add(warning(
                        suite,
                        parameter,
                        "The default '" + fallback + "' of " + parameter.name() + " is none of its values "
                                + parameter.values() + ". Add it to enum= or change it."));
            }
        }
        return findings;
    }

    private static Finding warning(Suite suite, Parameter parameter, String message) {
        return new Finding(Finding.Severity.WARNING, suite.path(), parameter.line(), message);
    }
}
