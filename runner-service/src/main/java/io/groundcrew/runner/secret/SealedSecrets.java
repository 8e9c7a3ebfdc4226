package io.groundcrew.runner.secret;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.chassis.keys.UnreachableKeysException;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.run.SecretRef;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the workspace's own secrets into a request, each sealed to the location and bound to the run. */
public class SealedSecrets {

    private static final Logger log = LoggerFactory.getLogger(SealedSecrets.class);

    private final WorkspaceSecrets secrets;
    private final KeyRing keys;

    public SealedSecrets(WorkspaceSecrets secrets, KeyRing keys) {
        this.secrets = secrets;
        this.keys = keys;
    }

    /**
     * The references of a run, with values where they name secrets of its workspace. One that the workspace does not have stays
     * without, where a keyword of the Robot file says whether it can do so.
     *
     * @throws SecretUnavailableException with a sentence that names the variable and the key when the workspace has no such
     *     secret and it is needed, it cannot be decrypted, or no worker of the location has made a key to seal it to
     * @throws UnreachableKeysException when that key cannot be read now
     */
    public List<SecretRef> of(RunRef run, String location, BundleRef bundle, List<SecretRef> references)
            throws SecretUnavailableException {
        if (references.stream().noneMatch(SecretRef::belongsToWorkspace)) {
            return references;
        }
        PublicKey receiver = keys.locationKey(location)
                .orElseThrow(() -> new SecretUnavailableException("Location " + location
                        + " has no key to seal secrets to: no worker of it has started yet. Start one."));
        List<SecretRef> sealed = new ArrayList<>();
        for (SecretRef reference : references) {
            sealed.add(reference.belongsToWorkspace() ? sealed(run, receiver, bundle, reference) : reference);
        }
        return sealed;
    }

    private SecretRef sealed(RunRef run, PublicKey receiver, BundleRef bundle, SecretRef reference)
            throws SecretUnavailableException {
        String workspace = run.slx().workspace();
        Optional<byte[]> value = value(workspace, reference);
        if (value.isPresent()) {
            log.debug("Run {} of {} is given secret {}", run.id(), run.slx(), reference.workspaceKey());
            return reference.withSealed(
                    SealedBox.seal(receiver, value.get(), SecretRef.sealContext(run.id(), reference.name())));
        }
        if (!bundle.runsRobot()) {
            throw unavailable(
                    reference,
                    "which workspace " + workspace + " does not have. Create it, or correct the workspaceKey.");
        }
        return reference;
    }

    private Optional<byte[]> value(String workspace, SecretRef reference) throws SecretUnavailableException {
        try {
            return secrets.value(workspace, reference.workspaceKey());
        } catch (IllegalStateException e) {
            log.error("{}", e.getMessage());
            throw unavailable(
                    reference,
                    "which cannot be decrypted: the runner's key file is missing or another one. Restore the file, or"
                            + " give the secret again.");
        }
    }

    private static SecretUnavailableException unavailable(SecretRef reference, String why) {
        return new SecretUnavailableException("The variable \"" + reference.name() + "\" is given the secret \""
                + reference.workspaceKey() + "\", " + why);
    }
}
