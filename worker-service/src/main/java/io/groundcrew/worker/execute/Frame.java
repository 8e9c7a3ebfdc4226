package io.groundcrew.worker.execute;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One frame of the supervisor's protocol ({@code task-runtime/PROTOCOL.md}). */
record Frame(int type, UUID run, byte[] payload) {

    static final int START = 1;
    static final int KILL = 2;
    static final int DISCARD = 3;
    static final int STDOUT = 18;
    static final int STDERR = 19;
    static final int FD3 = 20;
    static final int EXITED = 21;

    private static final int HEAD = 17;
    private static final int MOST = 1 << 20;

    /** Null at the end of the stream. */
    static @Nullable Frame read(DataInputStream in) throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        if (length < HEAD || length > MOST) {
            throw new IOException("Expected a frame of " + HEAD + " to " + MOST + " bytes, found " + length);
        }
        int type = in.readUnsignedByte();
        UUID run = new UUID(in.readLong(), in.readLong());
        return new Frame(type, run, in.readNBytes(length - HEAD));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(HEAD + payload.length);
        out.writeByte(type);
        out.writeLong(run.getMostSignificantBits());
        out.writeLong(run.getLeastSignificantBits());
        out.write(payload);
    }
}
