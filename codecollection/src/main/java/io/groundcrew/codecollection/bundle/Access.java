package io.groundcrew.codecollection.bundle;

import java.util.Collection;
import java.util.Locale;

/** What a task says of itself: whether it may change the system it looks at. */
public enum Access {
    READ_ONLY("read-only"),
    READ_WRITE("read-write"),
    /** It says nothing. */
    UNTAGGED("untagged");

    private final String text;

    Access(String text) {
        this.text = text;
    }

    /** {@code read-only}, {@code read-write} or {@code untagged}. */
    public String text() {
        return text;
    }

    /** The access that tags declare; of contradicting ones the higher. */
    public static Access of(Collection<String> tags) {
        Access found = UNTAGGED;
        for (String tag : tags) {
            String plain = tag.replaceAll("[\\s_]", "").toLowerCase(Locale.ROOT);
            if (plain.equals("access:read-write")) {
                return READ_WRITE;
            }
            if (plain.equals("access:read-only")) {
                found = READ_ONLY;
            }
        }
        return found;
    }
}
