package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.bundle.Finding;
import io.groundcrew.codecollection.bundle.Parameter;
import io.groundcrew.codecollection.bundle.Suite;
import io.groundcrew.codecollection.catalog.Bundle;
import io.groundcrew.runner.api.model.BundleTask;
import io.groundcrew.runner.api.model.CodeBundle;
import io.groundcrew.runner.api.model.Robot;
import io.groundcrew.runner.api.model.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bundles as the API shows them. */
public final class ShownBundles {

    private ShownBundles() {}

    /** One bundle of a collection. */
    public static CodeBundle shown(String collection, Bundle bundle) {
        CodeBundle shown = new CodeBundle(
                bundle.name(),
                collection,
                bundle.path(),
                bundle.platforms(),
                bundle.suites().stream().map(ShownBundles::robot).toList(),
                parameters(bundle, Parameter.Kind.VARIABLE),
                parameters(bundle, Parameter.Kind.SECRET),
                bundle.findings().stream().map(ShownBundles::finding).toList());
        shown.setDisplayName(bundle.displayName());
        shown.setDocumentation(bundle.description());
        return shown;
    }

    static io.groundcrew.runner.api.model.Finding finding(Finding finding) {
        var shown = new io.groundcrew.runner.api.model.Finding(
                finding.path(),
                io.groundcrew.runner.api.model.Finding.SeverityEnum.fromValue(
                        finding.severity().name().toLowerCase(Locale.ROOT)),
                finding.message());
        if (finding.line() > 0) {
            shown.setLine(finding.line());
        }
        return shown;
    }

    private static Robot robot(Suite suite) {
        return new Robot(
                suite.path(),
                Robot.KindEnum.fromValue(suite.kind().name().toLowerCase(Locale.ROOT)),
                suite.tasks().stream()
                        .map(task -> {
                            BundleTask shown = new BundleTask(
                                    task.title(),
                                    task.tags(),
                                    BundleTask.AccessEnum.fromValue(
                                            task.access().text()));
                            shown.setDocumentation(task.documentation());
                            return shown;
                        })
                        .toList());
    }

    private static List<Variable> parameters(Bundle bundle, Parameter.Kind kind) {
        Map<String, Variable> shown = new LinkedHashMap<>();
        for (Suite suite : bundle.suites()) {
            for (Parameter parameter : suite.parameters()) {
                if (parameter.kind() == kind) {
                    shown.putIfAbsent(parameter.name(), variable(parameter));
                }
            }
        }
        return List.copyOf(shown.values());
    }

    private static Variable variable(Parameter parameter) {
        Variable shown = new Variable(parameter.name());
        shown.setType(parameter.type());
        shown.setDescription(parameter.description());
        shown.setExample(parameter.example());
        shown.setDefault(parameter.defaultValue());
        shown.setPattern(parameter.pattern());
        shown.setEnum(parameter.values());
        shown.setOptional(!parameter.required());
        return shown;
    }
}
