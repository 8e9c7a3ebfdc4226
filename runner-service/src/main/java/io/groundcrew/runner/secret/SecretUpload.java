package io.groundcrew.runner.secret;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Secrets as a client sends them.
 *
 * @param secrets value by name; null where the client left them out
 */
public record SecretUpload(@Nullable Map<String, @Nullable String> secrets) {

    /** Without what it holds, which no log may show. */
    @Override
    public String toString() {
        return "SecretUpload[…]";
    }
}
