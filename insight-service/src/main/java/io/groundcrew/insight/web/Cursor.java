package io.groundcrew.insight.web;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place where a page ended. It is bound to its list: one that was changed, or that came from another list or filter, is
 * refused. It carries no right; every query names the workspace itself.
 */
final class Cursor {

    private static final int CHECK_BYTES = 8;
    /** What no stored text holds, as titles hold line ends. */
    private static final String SEPARATOR = "\0";

    private Cursor() {}

    static String write(String list, List<String> place) {
        byte[] text = String.join(SEPARATOR, place).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(CHECK_BYTES + text.length)
                .put(check(list, text))
                .put(text)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The place, null for the first page; answers 400 for what is not this list's cursor. */
    static @Nullable List<String> read(String list, int parts, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length > CHECK_BYTES) {
                byte[] text = Arrays.copyOfRange(bytes, CHECK_BYTES, bytes.length);
                List<String> place = List.of(new String(text, StandardCharsets.UTF_8).split(SEPARATOR, -1));
                boolean whole = MessageDigest.isEqual(check(list, text), Arrays.copyOf(bytes, CHECK_BYTES));
                if (whole && place.size() == parts) {
                    return place;
                }
            }
            throw refused();
        } catch (IllegalArgumentException notBase64) {
            throw refused();
        }
    }

    private static ProblemException refused() {
        return ProblemException.badRequest("Expected the cursor from the \"next\" of this list's previous page, found"
                + " another one or a changed one. Start again without a cursor.");
    }

    private static byte[] check(String list, byte[] text) {
        MessageDigest digest = Sha256.digest();
        digest.update(list.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return Arrays.copyOf(digest.digest(text), CHECK_BYTES);
    }
}
