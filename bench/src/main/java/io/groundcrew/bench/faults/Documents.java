package io.groundcrew.bench.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The SLXs whose tasks leave marks. */
final class Documents {

    static final int SLXS = 10;
    static final Duration SLI_INTERVAL = Duration.ofSeconds(5);
    static final String LONG = "long";

    private Documents() {}

    /** The short name of one of the SLXs, each of which takes its own time. */
    static String slx(int number) {
        return "mark-" + number % SLXS;
    }

    /** Likewise, one whose tasks take less than a second. */
    static String quickSlx(int number) {
        return slx(2 * number);
    }

    /** Everything, as YAML. */
    static String all(String repository, Path marks, Duration length) {
        return IntStream.range(0, SLXS)
                        .mapToObj(number -> runbook(repository, slx(number), marks, nap(number))
                                + sli(repository, slx(number), marks))
                        .collect(Collectors.joining())
                + runbook(repository, LONG, marks, String.valueOf(length.toSeconds()));
    }

    /** Tenths of a second for some, so that much is done, and seconds for others, so that something always runs. */
    private static String nap(int number) {
        return number % 2 == 0 ? "0." + (number + 1) : String.valueOf(number);
    }

    private static String runbook(String repository, String slx, Path marks, String nap) {
        return """
                ---
                apiVersion: runwhen.com/v1
                kind: ServiceLevelX
                metadata: {name: default--%1$s}
                spec: {alias: Faults}
                ---
                apiVersion: runwhen.com/v1
                kind: Runbook
                metadata: {name: default--%1$s}
                spec:
                  location: local
                  codeBundle: {repoUrl: "%2$s", ref: main, pathToRobot: codebundles/faults/codebundle.yaml}
                  configProvided: [{name: MARKS, value: "%3$s"}, {name: NAP, value: "%4$s"}]
                """.formatted(slx, repository, marks, nap);
    }

    private static String sli(String repository, String slx, Path marks) {
        return """
                ---
                apiVersion: runwhen.com/v1
                kind: ServiceLevelIndicator
                metadata: {name: default--%1$s}
                spec:
                  locations: [local]
                  codeBundle: {repoUrl: "%2$s", ref: main, pathToRobot: codebundles/faults/codebundle.yaml}
                  intervalStrategy: intermezzo
                  intervalSeconds: %4$d
                  configProvided: [{name: MARKS, value: "%3$s"}, {name: NAP, value: "0"}]
                """.formatted(slx, repository, marks, SLI_INTERVAL.toSeconds());
    }
}
