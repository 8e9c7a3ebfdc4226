package io.groundcrew.runner.secret;

import java.time.Instant;

/**
 * A secret as it stands in PostgreSQL.
 *
 * @param value encrypted
 */
record StoredSecret(String workspace, String name, byte[] value, Instant created, Instant modified, String modifiedBy) {

    /** What the encrypted value is bound to, and how messages call it. */
    static String context(String workspace, String name) {
        return "the secret \"" + name + "\" of workspace " + workspace;
    }

    String context() {
        return context(workspace, name);
    }
}
