package io.groundcrew.insight.live;

/** Where bytes of UTF-8 may be cut. */
final class Utf8 {

    private Utf8() {}

    /**
     * How many of these bytes end with a whole character. Bytes that can never become one count as whole, so that a reader
     * never waits for their rest.
     */
    static int whole(byte[] bytes, int length) {
        int start = length - 1;
        while (start >= 0 && length - start < 4 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        if (start < 0) {
            return length;
        }
        int needed = needed(bytes[start]);
        return needed > length - start ? start : length;
    }

    private static int needed(byte first) {
        int b = first & 0xFF;
        if (b >= 0xF0 && b <= 0xF4) {
            return 4;
        }
        if (b >= 0xE0 && b < 0xF0) {
            return 3;
        }
        return b >= 0xC2 && b < 0xE0 ? 2 : 1;
    }
}
