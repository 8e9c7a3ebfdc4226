package io.groundcrew.chassis.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The roles a person or token has in a workspace, from the least up; each may do what those before it may. */
public enum Role {
    READONLY,
    /** Runs tasks through an assistant only, so it stands below {@link #READANDRUN}. */
    READANDRUNWITHASSISTANT,
    READANDRUN,
    READWRITE,
    ADMIN;

    /** Reads a role's name as the API writes it; throws {@link IllegalArgumentException} for any other word. */
    @JsonCreator
    public static Role of(String name) {
        for (Role role : values()) {
            if (role.apiName().equals(name)) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "Expected one of the roles readonly, readandrunwithassistant, readandrun, readwrite, admin, found \""
                        + name + "\"");
    }

    @JsonValue
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** This role, or the given one where that allows less. */
    public Role atMost(Role limit) {
        return compareTo(limit) <= 0 ? this : limit;
    }

    boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
