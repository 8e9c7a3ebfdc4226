package io.groundcrew.codecollection.nativebundle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the outer part of a {@code codebundle.yaml}; {@link NativeTaskReader} reads the tasks. */
final class NativeBundleReader {

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
        List<NativeVariable> variables = top.maps("variables").stream()
                .map(NativeVariableReader::variable)
                .toList();
        List<NativeSecret> secrets =
                top.maps("secrets").stream().map(NativeVariableReader::secret).toList();
        Set<String> names = new HashSet<>();
        variables.forEach(variable -> unique(top, names, variable.name(), variable.line()));
        secrets.forEach(secret -> unique(top, names, secret.name(), secret.line()));
        NativeTaskReader tasks = new NativeTaskReader(new Declared(
                siblings,
                variables.stream().map(NativeVariable::name).collect(Collectors.toSet()),
                secrets.stream().map(NativeSecret::name).collect(Collectors.toSet())));

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

    private static void unique(Fields top, Set<String> names, String name, int line) {
        if (!names.add(name)) {
            top.problem(line, "The name '" + name + "' is used twice. Each variable and secret needs its own.");
        }
    }
}
