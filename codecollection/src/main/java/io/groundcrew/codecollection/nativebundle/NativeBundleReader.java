package io.groundcrew.codecollection.nativebundle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the outer part of a {@code codebundle.yaml}; {@link NativeTaskReader} reads the tasks. */
final class NativeBundleReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Set<String> TYPES = Set.of("string", "boolean", "number", "integer");
    // Names a shell, a loader or an interpreter acts upon, and our own.
    private static final Pattern RESERVED = Pattern.compile(
            "(?i)RW_.*|LD_.*|DYLD_.*|BASH_.*|PYTHON.*|GIT_.*|PATH|IFS|ENV|HOME|SHELL|TMPDIR|PS4|SHELLOPTS|BASHOPTS");

    private final Set<String> siblings;
    private final List<NativeReading.Problem> problems = new ArrayList<>();

    NativeBundleReader(Set<String> siblings) {
        this.siblings = siblings;
    }

    NativeReading read(byte[] content) {
        try {
            Fields top = new Fields(YamlSource.read(content), problems);
            NativeBundle bundle = bundle(top);
            return new NativeReading(problems.isEmpty() ? bundle : null, problems);
        } catch (NativeProblem e) {
            problems.add(e.toProblem());
            return new NativeReading(null, problems);
        }
    }

    private @Nullable NativeBundle bundle(Fields top) {
        top.only(Set.of("title", "description", "author", "platform", "variables", "secrets", "sli", "runbook"));
        List<NativeVariable> variables =
                top.maps("variables").stream().map(this::variable).toList();
        List<NativeSecret> secrets =
                top.maps("secrets").stream().map(this::secret).toList();
        Set<String> names = new HashSet<>();
        variables.forEach(variable -> unique(top, names, variable.name(), variable.line()));
        secrets.forEach(secret -> unique(top, names, secret.name(), secret.line()));
        Set<String> variableNames = new HashSet<>();
        variables.forEach(variable -> variableNames.add(variable.name()));
        Set<String> secretNames = new HashSet<>();
        secrets.forEach(secret -> secretNames.add(secret.name()));
        NativeTaskReader tasks = new NativeTaskReader(siblings, variableNames, secretNames);

        Fields sli = top.map("sli");
        NativeTask sliTask = sli == null ? null : tasks.read(sli, true);
        List<NativeTask> runbook = new ArrayList<>();
        Set<String> titles = new HashSet<>();
        for (Fields entry : top.maps("runbook")) {
            NativeTask task = tasks.read(entry, false);
            if (task != null) {
                if (!titles.add(task.card().title())) {
                    top.problem(
                            entry.line(),
                            "The title '" + task.card().title() + "' is used twice. Each task needs its own.");
                }
                runbook.add(task);
            }
        }
        String title = top.required("title");
        if (sliTask == null && runbook.isEmpty()) {
            top.problem(top.line(), "Expected an 'sli', a 'runbook', or both, and there is neither. Add one.");
            return null;
        }
        return new NativeBundle(
                title,
                top.textOr("description", ""),
                top.text("author"),
                top.texts("platform"),
                variables,
                secrets,
                sliTask,
                runbook);
    }

    private NativeVariable variable(Fields fields) {
        fields.only(Set.of("name", "type", "description", "default", "required", "pattern", "enum", "example"));
        String name = name(fields);
        String type = fields.textOr("type", "string");
        if (!TYPES.contains(type)) {
            fields.problem(fields.line("type"), "Expected string, boolean, number or integer, found '" + type + "'.");
        }
        String fallback = fields.text("default");
        List<String> values = fields.texts("enum");
        if (fallback != null && !values.isEmpty() && !values.contains(fallback)) {
            fields.problem(
                    fields.line("default"), "The default '" + fallback + "' is not one of the enum. Add or change it.");
        }
        String pattern = fields.text("pattern");
        if (pattern != null && !PatternCheck.isValid(pattern)) {
            fields.problem(fields.line("pattern"), "The pattern is not a valid regular expression. Correct it.");
        }
        return new NativeVariable(
                name,
                type,
                fields.textOr("description", ""),
                fallback,
                fields.flag("required", fallback == null),
                pattern,
                values,
                fields.text("example"),
                fields.line());
    }

    private NativeSecret secret(Fields fields) {
        fields.only(Set.of("name", "description", "optional"));
        return new NativeSecret(
                name(fields), fields.textOr("description", ""), fields.flag("optional", false), fields.line());
    }

    private static String name(Fields fields) {
        String name = fields.required("name");
        if (!NAME.matcher(name).matches() || RESERVED.matcher(name).matches()) {
            fields.problem(
                    fields.line("name"),
                    "The name '" + name
                            + "' cannot be used. Expected letters, digits and underscores, and no name that shells or"
                            + " interpreters act upon.");
        }
        return name;
    }

    private static void unique(Fields top, Set<String> names, String name, int line) {
        if (!names.add(name)) {
            top.problem(line, "The name '" + name + "' is used twice. Each variable and secret needs its own.");
        }
    }
}
