package io.groundcrew.standalone;

import io.groundcrew.worker.run.TaskExecutor.TaskOutput;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Shows a live log as it comes: text, line breaks and colours. Every other escape sequence is left out, and a return to the
 * start of the line becomes a line break, so that a script cannot hide or rewrite what stands there.
 */
final class TerminalLog implements TaskOutput {

    private static final char ESCAPE = '\u001b';
    private static final int LONGEST_COLOUR = 64;
    private static final String RESET = "\u001b[0m";

    private enum State {
        TEXT,
        ESCAPED,
        /** In a sequence that ends with a letter. */
        SEQUENCE,
        /** In a text for the terminal itself, such as its title or a link. */
        STRING
    }

    private final PrintWriter out;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final StringBuilder sequence = new StringBuilder();
    private byte[] undecoded = new byte[0];
    private State state = State.TEXT;
    private boolean returned;
    private boolean coloured;
    private boolean atStart = true;

    TerminalLog(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void log(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.allocate(undecoded.length + length)
                .put(undecoded)
                .put(bytes, offset, length)
                .flip();
        CharBuffer text = CharBuffer.allocate(in.remaining());
        decoder.decode(in, text, false);
        undecoded = new byte[in.remaining()];
        in.get(undecoded);
        text.flip().chars().forEach(character -> take((char) character));
        out.flush();
    }

    private void take(char character) {
        switch (state) {
            case TEXT -> text(character);
            case ESCAPED -> {
                sequence.setLength(0);
                state = switch (character) {
                    case '[' -> State.SEQUENCE;
                    case ']', 'P', 'X', '^', '_' -> State.STRING;
                    default -> State.TEXT;
                };
            }
            case SEQUENCE -> {
                if (character >= '@' && character <= '~') {
                    colour(character);
                    state = State.TEXT;
                } else if (character < ' ') {
                    state = State.TEXT;
                    text(character);
                } else if (sequence.length() < LONGEST_COLOUR) {
                    sequence.append(character);
                }
            }
            case STRING -> {
                // A line break ends it as well: an open one must not swallow the log.
                if (character == '\u0007' || character == '\n') {
                    state = State.TEXT;
                } else if (character == ESCAPE) {
                    state = State.ESCAPED;
                }
            }
        }
    }

    private void text(char character) {
        if (returned && character != '\n') {
            write('\n');
        }
        returned = character == '\r';
        if (character == ESCAPE) {
            state = State.ESCAPED;
        } else if (!returned) {
            write(TerminalText.isActedUpon(character) ? '?' : character);
        }
    }

    private void colour(char last) {
        if (last == 'm' && sequence.chars().allMatch(c -> c >= '0' && c <= ';') && !conceals()) {
            out.print(ESCAPE + "[" + sequence + "m");
            coloured = true;
        }
    }

    /** Whether the sequence makes text invisible: an 8 that is no part of a colour's number. */
    private boolean conceals() {
        String[] numbers = sequence.toString().split("[;:]");
        for (int i = 0; i < numbers.length; i++) {
            switch (numbers[i].replaceFirst("^0+(?=.)", "")) {
                case "8" -> {
                    return true;
                }
                case "38", "48", "58" -> i += i + 1 < numbers.length && numbers[i + 1].equals("2") ? 4 : 2;
                default -> {}
            }
        }
        return false;
    }

    private void write(char character) {
        out.print(character);
        atStart = character == '\n';
    }

    /** Ends the last line, and the colours. */
    synchronized void end() {
        if (coloured) {
            out.print(RESET);
        }
        if (!atStart) {
            out.println();
        }
        out.flush();
    }
}
