package io.groundcrew.gateway.identity;

import io.groundcrew.chassis.identity.Caller;
import jakarta.servlet.ServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the door found out about a request and let pass.
 *
 * @param operationId null for what is not an operation of the API document
 * @param known null for public operations, which are not asked who calls
 */
public record Access(
        Caller caller,
        @Nullable String operationId,
        @Nullable Credential known) {

    private static final String ATTRIBUTE = Access.class.getName();

    /** The access of a request that passed the door; empty for what needs none. */
    public static Optional<Access> find(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Access access ? Optional.of(access) : Optional.empty();
    }

    /** The access of a request; {@link IllegalStateException} when it did not pass the door. */
    public static Access of(ServletRequest request) {
        return find(request)
                .orElseThrow(() -> new IllegalStateException("This request did not pass the door that grants access"));
    }

    public void attachTo(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Who called; {@link IllegalStateException} for a public operation. */
    Credential credential() {
        if (known == null) {
            throw new IllegalStateException("Nobody was asked who calls: the operation is public");
        }
        return known;
    }
}
