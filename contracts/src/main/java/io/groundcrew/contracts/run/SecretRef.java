package io.groundcrew.contracts.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A secret a run may read. Where it lies outside of Groundcrew it stays a reference that the worker resolves at the last
 * moment; a secret of the workspace itself travels with the request, sealed to the location.
 *
 * @param name the variable the bundle imports it by
 * @param workspaceKey where its value is, for example {@code k8s:file@secret/kubeconfig:kubeconfig}; without an {@code @}
 *     the name of one of the workspace's own secrets
 * @param sealed the value of the workspace's own secret, sealed to the location's key for this run; null for every other, and
 *     where the workspace has no such secret
 */
public record SecretRef(
        String name,
        String workspaceKey,
        @JsonInclude(JsonInclude.Include.NON_NULL) byte @Nullable [] sealed) {

    /** A reference without a value. */
    public SecretRef(String name, String workspaceKey) {
        this(name, workspaceKey, null);
    }

    /** Whether it is one of the workspace's own secrets. */
    public boolean belongsToWorkspace() {
        return workspaceKey.indexOf('@') < 0;
    }

    /** The same secret with its sealed value. */
    public SecretRef withSealed(byte[] value) {
        return new SecretRef(name, workspaceKey, value);
    }

    /** What {@link #sealed} is bound to, so that it opens neither for another run nor for another variable. */
    public static String sealContext(UUID run, String name) {
        return "run:" + run + "/secret:" + name;
    }
}
