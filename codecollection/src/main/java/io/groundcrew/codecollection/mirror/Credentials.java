package io.groundcrew.codecollection.mirror;

import org.jspecify.annotations.Nullable;

/** How we identify ourselves to a Git host. No variant shows its secret in its text. */
public sealed interface Credentials {

    /** Nothing is sent. */
    record None() implements Credentials {}

    /** An access token, sent as the password of HTTP basic authentication under the user name the host expects. */
    record Token(String token) implements Credentials {
        public Token {
            Secrets.require("token", token);
        }

        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /** A user name and password for HTTP basic authentication. */
    record Basic(String user, String password) implements Credentials {
        public Basic {
            Secrets.require("user", user);
            Secrets.require("password", password);
        }

        @Override
        public String toString() {
            return "Basic[" + user + ", …]";
        }
    }

    /**
     * An SSH private key.
     *
     * @param privateKey the key file's text (OpenSSH, PEM or PKCS#8)
     * @param passphrase of the key; null when it has none
     * @param knownHosts lines of a known_hosts file that the server's key must match; null means that the key seen
     *     first is kept with the mirror and any other is refused from then on
     */
    record SshKey(
            String privateKey,
            @Nullable String passphrase,
            @Nullable String knownHosts) implements Credentials {
        public SshKey {
            Secrets.require("private key", privateKey);
        }

        @Override
        public String toString() {
            return "SshKey[…]";
        }
    }

    /** The check that all variants share. */
    final class Secrets {

        private Secrets() {}

        static void require(String what, String value) {
            if (value.isBlank()) {
                throw new InvalidSource(
                        "The " + what + " of the credentials is empty. Give it or leave credentials out.");
            }
        }
    }
}
