package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.mirror.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * How we log in at a Git host, as it is stored (encrypted) and sealed to locations.
 *
 * @param token of the host; or user and password; or sshKey, with the host's known keys
 */
public record GitLogin(
        @Nullable String token,
        @Nullable String user,
        @Nullable String password,
        @Nullable String sshKey,
        @Nullable String sshKnownHosts) {

    static GitLogin of(io.groundcrew.runner.api.model.Credentials given) {
        return new GitLogin(
                blankToNull(given.getToken()),
                blankToNull(given.getUser()),
                blankToNull(given.getPassword()),
                blankToNull(given.getSshKey()),
                blankToNull(given.getSshKnownHosts()));
    }

    boolean empty() {
        return token == null && user == null && password == null && sshKey == null;
    }

    /**
     * The mirror's form.
     *
     * @throws IllegalArgumentException when several ways are mixed or one is incomplete
     */
    Credentials credentials() {
        boolean basic = password != null;
        if ((token != null ? 1 : 0) + (basic ? 1 : 0) + (sshKey != null ? 1 : 0) > 1) {
            throw new IllegalArgumentException(
                    "Expected one of token, user with password, or sshKey in credentials, found several. Keep one.");
        }
        if (sshKey != null) {
            return new Credentials.SshKey(sshKey, null, sshKnownHosts);
        }
        if (token != null) {
            return user == null ? new Credentials.Token(token) : new Credentials.Basic(user, token);
        }
        if (user != null && password != null) {
            return new Credentials.Basic(user, password);
        }
        if (user != null || password != null) {
            throw new IllegalArgumentException("Expected both user and password in credentials, found one of them.");
        }
        return new Credentials.None();
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    @Override
    public String toString() {
        return "GitLogin[…]";
    }
}
