package io.groundcrew.runner;

/** Documents that tests apply. */
final class Samples {

    private Samples() {}

    static String slx(String name) {
        return """
                ---
                apiVersion: runwhen.com/v1
                kind: ServiceLevelX
                metadata: {name: %s}
                spec:
                  alias: Disk of the shop
                  statement: It should not be full.
                  tags: [{name: platform, value: linux}, {name: resource_name, value: shop}]
                """.formatted(name);
    }

    static String sli(String name, String url, int seconds) {
        return """
                ---
                apiVersion: runwhen.com/v1
                kind: ServiceLevelIndicator
                metadata: {name: %s}
                spec:
                  locations: [local]
                  codeBundle: {repoUrl: "%s", ref: main, pathToRobot: codebundles/disk/sli.robot}
                  intervalSeconds: %d
                  configProvided: [{name: DISK, value: data}]
                """.formatted(name, url, seconds);
    }

    static String runbook(String name, String url) {
        return """
                ---
                apiVersion: runwhen.com/v1
                kind: Runbook
                metadata: {name: %s}
                spec:
                  location: local
                  codeBundle: {repoUrl: "%s", ref: main, pathToRobot: codebundles/disk/runbook.robot}
                  configProvided: [{name: DISK, value: data}]
                  secretsProvided: [{name: kubeconfig, workspaceKey: "k8s:file@secret/kubeconfig:kubeconfig"}]
                  runtimeVarsProvided:
                    - {name: LIMIT, default: "90", validation: {type: regex, pattern: "^[0-9]+$"}}
                    - {name: SPEED, default: slow, validation: {type: enum, values: [slow, fast]}}
                    - {name: EVIL, validation: {type: regex, pattern: "(a+)+b"}}
                """.formatted(name, url);
    }
}
