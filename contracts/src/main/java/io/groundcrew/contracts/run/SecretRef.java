package io.groundcrew.contracts.run;

/**
 * A secret a run may read, still as a reference: it is resolved by the worker at the last moment.
 *
 * @param name the variable the bundle imports it by
 * @param workspaceKey where its value is, for example {@code k8s:file@secret/kubeconfig:kubeconfig}
 */
public record SecretRef(String name, String workspaceKey) {}
