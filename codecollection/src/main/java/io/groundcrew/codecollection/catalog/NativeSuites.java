package io.groundcrew.codecollection.catalog;

import io.groundcrew.codecollection.bundle.Parameter;
import io.groundcrew.codecollection.bundle.Suite;
import io.groundcrew.codecollection.bundle.Task;
import io.groundcrew.codecollection.nativebundle.NativeBundle;
import io.groundcrew.codecollection.nativebundle.NativeTask;
import io.groundcrew.codecollection.nativebundle.NativeVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Shows a native bundle as the suites that a catalog lists. */
final class NativeSuites {

    private NativeSuites() {}

    static List<Suite> of(NativeBundle bundle, String path) {
        List<Parameter> parameters = parameters(bundle);
        List<Suite> suites = new ArrayList<>();
        if (!bundle.runbook().isEmpty()) {
            suites.add(suite(Suite.Kind.RUNBOOK, bundle, path, bundle.runbook(), parameters));
        }
        NativeTask sli = bundle.sli();
        if (sli != null) {
            suites.add(suite(Suite.Kind.SLI, bundle, path, List.of(sli), parameters));
        }
        return suites;
    }

    private static Suite suite(
            Suite.Kind kind, NativeBundle bundle, String path, List<NativeTask> tasks, List<Parameter> parameters) {
        return new Suite(
                kind,
                path,
                bundle.description(),
                Map.of(),
                "",
                List.of(),
                tasks.stream().map(NativeSuites::task).toList(),
                parameters,
                List.of());
    }

    private static Task task(NativeTask task) {
        Task.Type type = switch (task) {
            case NativeTask.BashTask _ -> Task.Type.BASH;
            case NativeTask.PythonTask _ -> Task.Type.PYTHON;
            case NativeTask.SqlTask _ -> Task.Type.SQL;
            case NativeTask.RestTask _ -> Task.Type.REST;
        };
        return new Task(
                task.card().title(),
                task.card().documentation(),
                task.card().tags(),
                task.card().access(),
                type,
                task.card().line());
    }

    private static List<Parameter> parameters(NativeBundle bundle) {
        List<Parameter> parameters = new ArrayList<>();
        bundle.variables()
                .forEach(variable -> parameters.add(new Parameter(
                        Parameter.Kind.VARIABLE,
                        variable.name(),
                        variable.rule().type().name().toLowerCase(Locale.ROOT),
                        variable.description(),
                        pattern(variable),
                        variable.example(),
                        variable.defaultValue(),
                        variable.rule().values(),
                        variable.required(),
                        variable.line())));
        bundle.secrets()
                .forEach(secret -> parameters.add(new Parameter(
                        Parameter.Kind.SECRET,
                        secret.name(),
                        "string",
                        secret.description(),
                        null,
                        null,
                        null,
                        List.of(),
                        !secret.optional(),
                        secret.line())));
        return parameters;
    }

    private static @Nullable String pattern(NativeVariable variable) {
        Pattern pattern = variable.rule().pattern();
        return pattern == null ? null : pattern.pattern();
    }
}
