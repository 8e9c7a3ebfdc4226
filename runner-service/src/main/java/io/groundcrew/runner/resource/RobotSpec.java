package io.groundcrew.runner.resource;

import io.groundcrew.codecollection.mirror.CollectionPath;
import io.groundcrew.codecollection.mirror.RepositoryUrl;
import io.groundcrew.contracts.Names;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.contracts.run.SecretRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an SLI's or a Runbook's document says of what is run.
 *
 * @param repoUrl the URL as written
 * @param repository the same in the form in which spellings of one repository are equal
 * @param ref as written, null when absent
 * @param path file below the collection's root
 * @param locations where it runs, empty when the document names none
 * @param configProvided values of variables
 * @param secrets secret references
 * @param services names of shell services of the location, by variable
 * @param runtimeVariables what a run may override, by name
 * @param attempts how long an attempt may take, and how many there may be
 * @param schedule when it runs by itself; null for a Runbook that runs on demand only
 */
public record RobotSpec(
        String repoUrl,
        String repository,
        @Nullable String ref,
        String path,
        List<String> locations,
        Map<String, String> configProvided,
        List<SecretRef> secrets,
        Map<String, String> services,
        Map<String, RuntimeVariable> runtimeVariables,
        AttemptSpec attempts,
        @Nullable ScheduleSpec schedule) {

    /** A script of 64 KiB as Base64, which is what the public bundle that runs people's scripts is given. */
    private static final int LONGEST_VALUE = 96 * 1024;

    private static final String LOOKBACK = "RW_LOOKBACK_WINDOW";

    /**
     * Reads a spec.
     *
     * @throws IllegalArgumentException with a sentence that names the place in the document
     */
    static RobotSpec read(Kind kind, Map<String, Object> spec) {
        Map<?, ?> bundle = SpecField.map(spec, "spec", "codeBundle");
        String url = SpecField.text(bundle, "spec.codeBundle", "repoUrl");
        String path = CollectionPath.parse(SpecField.text(bundle, "spec.codeBundle", "pathToRobot"))
                .value();
        Object ref = bundle.get("ref");
        Map<String, String> values = new LinkedHashMap<>();
        SpecField.items(spec, "spec", "configProvided")
                .forEach(item -> values.put(
                        variable(item, "spec.configProvided"),
                        SpecField.value(item, "spec.configProvided", LONGEST_VALUE)));
        List<SecretRef> secrets = new ArrayList<>();
        SpecField.items(spec, "spec", "secretsProvided").forEach(item -> {
            String name = variable(item, "spec.secretsProvided");
            if (item.get("workspaceKey") == null && item.get("value") != null) {
                // What stands in the document is no secret: the name of a role that templates put beside the real ones.
                values.put(name, SpecField.value(item, "spec.secretsProvided", LONGEST_VALUE));
            } else {
                secrets.add(new SecretRef(name, SpecField.text(item, "spec.secretsProvided", "workspaceKey")));
            }
        });
        if (kind == Kind.RUNBOOK && spec.get("lookbackWindow") != null) {
            values.putIfAbsent(LOOKBACK, SpecField.text(spec, "spec", "lookbackWindow"));
        }
        Map<String, String> services = new LinkedHashMap<>();
        SpecField.items(spec, "spec", "servicesProvided")
                .forEach(item -> services.put(
                        variable(item, "spec.servicesProvided"),
                        SpecField.text(item, "spec.servicesProvided", "locationServiceName")));
        Map<String, RuntimeVariable> runtime = new LinkedHashMap<>();
        SpecField.items(spec, "spec", "runtimeVarsProvided").forEach(item -> {
            RuntimeVariable variable = RuntimeVariable.read(variable(item, "spec.runtimeVarsProvided"), item);
            runtime.put(variable.name(), variable);
        });
        return new RobotSpec(
                url,
                RepositoryUrl.identityOf(url),
                ref == null || String.valueOf(ref).isBlank() ? null : String.valueOf(ref),
                path,
                locations(kind, spec),
                Map.copyOf(values),
                List.copyOf(secrets),
                Map.copyOf(services),
                Map.copyOf(runtime),
                AttemptSpec.read(spec),
                ScheduleSpec.read(kind, spec));
    }

    private static String variable(Map<?, ?> item, String place) {
        String name = SpecField.text(item, place, "name");
        if (name.length() > 250 || name.indexOf('=') >= 0 || name.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IllegalArgumentException(
                    "Expected in " + place + " a name that can be a variable, without blanks or \"=\", found \""
                            + SpecField.shown(name) + "\".");
        }
        return name;
    }

    private static List<String> locations(Kind kind, Map<String, Object> spec) {
        List<String> found = new ArrayList<>();
        if (kind == Kind.SLI && spec.get("locations") != null) {
            if (!(spec.get("locations") instanceof List<?> list)) {
                throw new IllegalArgumentException("Expected spec.locations to be a list of location names.");
            }
            list.forEach(one -> found.add(Names.place(String.valueOf(one))));
        }
        Object single = spec.get("location");
        if (single != null && !String.valueOf(single).isBlank()) {
            found.add(Names.place(String.valueOf(single)));
        }
        return found.stream().distinct().toList();
    }
}
