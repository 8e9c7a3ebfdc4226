package io.groundcrew.worker.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Replaces secret values by {@code ***} in the forms of {@link SecretForms}; of one that an ellipsis cuts short, what is left.
 * Patterns are found by their first four bytes: at almost every position of the output, one look into a bit set says that none
 * begins there.
 */
public final class Masker {

    /** The longest pattern in bytes; longer forms are several patterns. The length of a line of wrapped Base64. */
    static final int LONGEST = 76;

    private static final byte[] MASK = "***".getBytes(UTF_8);

    /** What marks the end of a text that was longer. */
    private static final byte[] CUT = "…".getBytes(UTF_8);

    private static final int HEAD = SecretForms.SHORTEST;
    private static final int BITS = 16;
    private static final byte[][] NONE = {};
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** What patterns begin with, hashed; a zero says that none begins so. */
    private final long[] heads = new long[(1 << BITS) / Long.SIZE];

    private final Map<Integer, byte[][]> byHead = new HashMap<>();

    /** The first one, two and three bytes of every pattern. */
    private final Set<Integer> starts = new HashSet<>();

    /** A masker of these values. */
    public Masker(Collection<String> secrets) {
        for (String secret : secrets) {
            SecretForms.of(secret, this::add);
        }
    }

    private void add(byte[] pattern) {
        if (pattern.length < HEAD) {
            return;
        }
        int head = head(pattern, 0);
        byte[][] those = byHead.get(head);
        byHead.put(head, those == null ? new byte[][] {pattern} : with(those, pattern));
        if (those == null) {
            int bit = hash(head);
            heads[bit / Long.SIZE] |= 1L << bit;
            for (int length = 1; length < HEAD; length++) {
                starts.add(start(pattern, 0, length));
            }
        }
    }

    /** The patterns with one more, the longest first. */
    private static byte[][] with(byte[][] those, byte[] pattern) {
        int at = 0;
        while (at < those.length && those[at].length >= pattern.length) {
            if (Arrays.equals(those[at], pattern)) {
                return those;
            }
            at++;
        }
        byte[][] more = new byte[those.length + 1][];
        System.arraycopy(those, 0, more, 0, at);
        more[at] = pattern;
        System.arraycopy(those, at, more, at + 1, those.length - at);
        return more;
    }

    /** Whether there is nothing to look for. */
    public boolean isIdle() {
        return byHead.isEmpty();
    }

    /** The text without secrets; the same one when it has none. */
    public String mask(String text) {
        if (isIdle() || text.length() < HEAD) {
            return text;
        }
        byte[] bytes = text.getBytes(UTF_8);
        return Stream.of(mask(bytes))
                .filter(masked -> masked != bytes)
                .map(masked -> new String(masked, UTF_8))
                .findFirst()
                .orElse(text);
    }

    /** The bytes without secrets; the same array when it has none. */
    byte[] mask(byte[] bytes) {
        int first = isIdle() ? bytes.length : firstMatch(bytes);
        if (first == bytes.length) {
            return bytes;
        }
        ByteArrayOutputStream masked = new ByteArrayOutputStream(bytes.length);
        Flow flow = new Flow(this, masked::write);
        flow.take(bytes, 0, bytes.length);
        flow.end();
        return masked.toByteArray();
    }

    private int firstMatch(byte[] bytes) {
        for (int at = 0; at + HEAD <= bytes.length; at++) {
            if (match(bytes, at, bytes.length) > 0) {
                return at;
            }
        }
        return bytes.length;
    }

    /** The length of the longest pattern that stands at a position, or of the longest beginning of one before a cut; else 0. */
    private int match(byte[] bytes, int at, int end) {
        if (end - at < HEAD) {
            return 0;
        }
        int head = head(bytes, at);
        if (!mayBegin(head)) {
            return 0;
        }
        int longest = 0;
        for (byte[] pattern : beginning(head)) {
            int same = common(bytes, at, end, pattern);
            boolean whole = same == pattern.length;
            if (whole || (same >= HEAD && stands(CUT, bytes, at + same, end) == CUT.length)) {
                longest = Math.max(longest, same);
            }
        }
        return longest;
    }

    /** How many bytes at a position are those that a pattern begins with. */
    private static int common(byte[] bytes, int at, int end, byte[] pattern) {
        int most = Math.min(pattern.length, end - at);
        int differs = Arrays.mismatch(bytes, at, at + most, pattern, 0, most);
        return differs < 0 ? most : differs;
    }

    /** How many bytes of a text stand at a position, when none of those there is another; else 0. */
    private static int stands(byte[] text, byte[] bytes, int at, int end) {
        int same = common(bytes, at, end, text);
        return same == Math.min(text.length, end - at) ? same : 0;
    }

    private boolean mayBegin(int head) {
        int bit = hash(head);
        return (heads[bit / Long.SIZE] & 1L << bit) != 0;
    }

    private byte[][] beginning(int head) {
        return byHead.getOrDefault(head, NONE);
    }

    /** Where the end begins that more bytes could turn into a (longer) pattern; the very end when they could not. */
    private int firstUndecided(byte[] bytes, int from, int end) {
        for (int at = Math.max(from, end - LONGEST - CUT.length + 1); at < end; at++) {
            if (couldGrow(bytes, at, end)) {
                return at;
            }
        }
        return end;
    }

    private boolean couldGrow(byte[] bytes, int at, int end) {
        int length = end - at;
        if (length < HEAD) {
            return starts.contains(start(bytes, at, length));
        }
        int head = head(bytes, at);
        if (!mayBegin(head)) {
            return false;
        }
        for (byte[] pattern : beginning(head)) {
            int same = common(bytes, at, end, pattern);
            boolean unfinished = same == length && length < pattern.length;
            int cut = same < pattern.length ? stands(CUT, bytes, at + same, end) : 0;
            if (unfinished || (cut > 0 && cut < CUT.length)) {
                return true;
            }
        }
        return false;
    }

    private static int head(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    private static int start(byte[] bytes, int at, int length) {
        int start = length << 24;
        for (int i = 0; i < length; i++) {
            start |= (bytes[at + i] & 0xff) << 8 * i;
        }
        return start;
    }

    private static int hash(int head) {
        return head * 0x9E3779B1 >>> Integer.SIZE - BITS;
    }

    /** Where masked bytes go; they may be reused after the return. */
    public interface Sink {

        void write(byte[] bytes, int offset, int length);
    }

    /**
     * Masks what comes in parts. Only an unfinished line is ever held back, and of it only what could be the beginning of a
     * secret, until more comes or the end.
     */
    public static final class Flow {

        private final Masker masker;
        private final Sink sink;
        private byte[] held = new byte[0];

        /** How many of the held bytes belong to a secret whose mask was written. */
        private int covered;

        /** Whether the last that was written is a mask. */
        private boolean masking;

        public Flow(Masker masker, Sink sink) {
            this.masker = masker;
            this.sink = sink;
        }

        /** Takes bytes; they may be reused after the return. */
        public synchronized void take(byte[] bytes, int offset, int length) {
            byte[] all = Arrays.copyOf(held, held.length + length);
            System.arraycopy(bytes, offset, all, held.length, length);
            pass(all, masker.firstUndecided(all, 0, all.length));
        }

        /** Writes what was held back. */
        public synchronized void end() {
            pass(held, held.length);
        }

        private void pass(byte[] all, int decided) {
            int written = covered;
            for (int at = 0; at < decided; at++) {
                int length = masker.match(all, at, all.length);
                if (length == 0) {
                    continue;
                }
                if (!masking || at > written) {
                    write(all, written, at);
                    sink.write(MASK, 0, MASK.length);
                    masking = true;
                }
                written = Math.max(written, at + length);
            }
            if (written < decided) {
                write(all, written, decided);
                masking = false;
                written = decided;
            }
            held = Arrays.copyOfRange(all, decided, all.length);
            covered = written - decided;
        }

        private void write(byte[] all, int from, int to) {
            if (to > from) {
                sink.write(all, from, to - from);
            }
        }
    }
}
