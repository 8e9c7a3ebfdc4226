package io.groundcrew.codecollection.nativebundle;

import io.groundcrew.codecollection.nativebundle.NativeTask.IssueTemplate;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a bundle may refer to.
 *
 * @param siblings names of the files beside the {@code codebundle.yaml}
 * @param variables names
 * @param secrets names
 */
record Declared(Set<String> siblings, Set<String> variables, Set<String> secrets) {

    private static final Set<String> CARD = Set.of("title", "documentation", "tags", "access", "type", "timeout");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    Declared {
        siblings = Set.copyOf(siblings);
        variables = Set.copyOf(variables);
        secrets = Set.copyOf(secrets);
    }

    /** The fields that every task has, with those of one kind. */
    static Set<String> cardAnd(String... own) {
        Set<String> all = new HashSet<>(CARD);
        all.addAll(Set.of(own));
        return all;
    }

    /** Notes placeholders that name no variable. Issue texts are not checked: they also see columns. */
    <T extends @Nullable String> T template(Fields fields, String key, T text) {
        checkPlaceholders(fields, key, text, false);
        return text;
    }

    /** Notes placeholders that name neither a variable nor a secret. */
    void checkWithSecrets(Fields fields, String key, String text) {
        checkPlaceholders(fields, key, text, true);
    }

    private void checkPlaceholders(Fields fields, String key, @Nullable String text, boolean withSecrets) {
        Matcher placeholder = PLACEHOLDER.matcher(text == null ? "" : text);
        while (placeholder.find()) {
            String name = placeholder.group(1);
            if (withSecrets ? !variables.contains(name) && !secrets.contains(name) : !variables.contains(name)) {
                fields.problem(
                        fields.line(key),
                        secrets.contains(name)
                                ? "The secret " + placeholder.group()
                                        + " would be shown here. A REST task takes secrets"
                                        + " in its headers and body only."
                                : "The placeholder " + placeholder.group()
                                        + " is no variable of this bundle. Declare it.");
            }
        }
    }

    static @Nullable IssueTemplate issue(Fields fields) {
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

    static void unwantedMetric(Fields fields) {
        if (fields.has("metric")) {
            fields.problem(fields.line("metric"), "Only an SLI yields a metric. Remove it from the runbook's task.");
        }
    }
}
