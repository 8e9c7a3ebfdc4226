package io.groundcrew.contracts.wire;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads the JSON of every message. Unknown fields are passed over, so that a newer peer can add some. */
public final class Wire {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Wire() {}

    /** The bytes of a message. */
    public static byte[] write(Object message) {
        return JSON.writeValueAsBytes(message);
    }

    /**
     * Reads a message.
     *
     * @throws UnreadableMessageException when the bytes are not such a message
     */
    public static <T> T read(byte[] bytes, Class<T> type) {
        try {
            return JSON.readValue(bytes, type);
        } catch (JacksonException e) {
            throw new UnreadableMessageException(type, e);
        }
    }
}
