package io.groundcrew.chassis.identity;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Who is calling.
 *
 * @param subject a user or token; {@code anonymous} for public operations
 * @param roles role by workspace; {@link #EVERYWHERE} stands for all workspaces and for what belongs to none
 * @param requestId id of the request at the gateway, for logs; empty while it is on none
 */
public record Caller(String subject, Map<String, Role> roles, String requestId) {

    public static final String EVERYWHERE = "*";

    private static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        roles = Map.copyOf(roles);
    }

    /** A caller without any right, as public operations have it. */
    public static Caller anonymous(String requestId) {
        return new Caller("anonymous", Map.of(), requestId);
    }

    /** The same caller on another request. */
    public Caller on(String otherRequestId) {
        return new Caller(subject, roles, otherRequestId);
    }

    /**
     * Whether this caller may do what needs a role.
     *
     * @param workspace the workspace it is done in; null for what belongs to none: then reading needs a role in any
     *     workspace and the rest a role everywhere
     */
    public boolean may(Role needed, @Nullable String workspace) {
        Role everywhere = roles.get(EVERYWHERE);
        if (everywhere != null && everywhere.includes(needed)) {
            return true;
        }
        if (workspace == null) {
            return needed == Role.READONLY && !roles.isEmpty();
        }
        Role inWorkspace = roles.get(workspace);
        return inWorkspace != null && inWorkspace.includes(needed);
    }

    /** The highest role this caller has in a workspace; {@link IllegalStateException} when it has none there. */
    public Role roleIn(String workspace) {
        return Stream.of(roles.get(EVERYWHERE), roles.get(workspace))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalStateException("The caller has no role in workspace " + workspace));
    }

    /** The caller of the request that this thread serves. */
    public static Caller current() {
        Object caller = RequestContextHolder.currentRequestAttributes()
                .getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        if (caller instanceof Caller known) {
            return known;
        }
        throw new IllegalStateException("No caller is known for this request: it did not pass the caller filter");
    }

    static String attribute() {
        return ATTRIBUTE;
    }
}
