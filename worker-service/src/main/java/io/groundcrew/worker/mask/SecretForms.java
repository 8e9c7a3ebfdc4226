package io.groundcrew.worker.mask;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The forms in which one secret value may show in a task's output: itself, Base64 at each alignment, hex, URL-encoded,
 * JSON-escaped, quoted for a shell; the lines of a text; and in structured text, what stands after a key that names a
 * credential. No form holds a line break, so that a whole line of output never has to wait for the next one.
 */
final class SecretForms {

    /** Shorter values are not masked: they would turn output into noise. */
    static final int SHORTEST = 4;

    private static final int SHORTEST_LINE = 6;
    private static final int SHORTEST_PLAIN_ENTRY = 8;

    /** Such lines are the same in everybody's files. */
    private static final Pattern FRAME = Pattern.compile("-----(BEGIN|END) [A-Z0-9 ]+-----|[\\s\\[\\]{}(),\"'-]*+");

    private static final Pattern SHELL = Pattern.compile("[^A-Za-z0-9_@%+=:,./\\r\\n-]");
    private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");
    private static final Pattern IN_DOUBLE_QUOTES = Pattern.compile("[\"\\\\$`]");

    private static final Pattern ENTRY = Pattern.compile("[\\s\"'-]*+[\\w.][\\w.-]*+[\"']?\\s*+[:=]\\s*+(?<value>.*)");

    /** Of such a file only what admits is secret; the names and addresses in it are those that findings are about. */
    private static final Pattern KUBECONFIG = Pattern.compile("\\s*+\"?kind\"?:\\s*+\"?Config\"?,?\\s*+");

    /** A line of such a file that gives its program for logging in the value of a variable. */
    private static final Pattern OF_A_VARIABLE = Pattern.compile("\"?value\"?:");

    /** An item of a list that is neither a flag nor an entry of its own. */
    private static final Pattern ARGUMENT = Pattern.compile("-\\s++(?![\"']?-)(?!.*:(?:\\s|$)).*");

    private static final Pattern LONG_FLAG = Pattern.compile("-\\s++[\"']?--[^=]*+");

    /** Also as it stands in JSON, where a key file may be one text. */
    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|[\\r\\n]|\\\\n");

    private final Consumer<byte[]> patterns;

    private SecretForms(Consumer<byte[]> patterns) {
        this.patterns = patterns;
    }

    /** Tells every form of a value; none for one that is too short. */
    static void of(String value, Consumer<byte[]> patterns) {
        String whole = value.strip();
        if (whole.getBytes(UTF_8).length < SHORTEST) {
            return;
        }
        SecretForms forms = new SecretForms(patterns);
        forms.encoded(whole);
        if (isPlain(whole)) {
            forms.pieces(whole);
            return;
        }
        forms.written(whole);
        String[] lines = LINE_BREAK.split(whole);
        boolean kubeconfig =
                Stream.of(lines).anyMatch(line -> KUBECONFIG.matcher(line).matches());
        if (kubeconfig) {
            forms.program(lines);
        } else if (lines.length > 1) {
            Stream.of(lines).map(String::strip).forEach(forms::line);
        }
        for (String part : Credentials.in(lines)) {
            if (!part.equals(whole)) {
                forms.written(part);
                forms.encoded(part);
            }
        }
    }

    /** Whether every program prints it as it is; so it is with tokens, of which each run has one. */
    private static boolean isPlain(String text) {
        return text.chars()
                .allMatch(c ->
                        c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-".indexOf(c) >= 0);
    }

    /** The lines of a kubeconfig that give its program for logging in a value; arguments of long flags go by the flag's name. */
    private void program(String[] lines) {
        String before = "";
        for (String line : lines) {
            String stripped = line.strip();
            boolean argument = ARGUMENT.matcher(stripped).matches()
                    && !LONG_FLAG.matcher(before).matches();
            if (argument || OF_A_VARIABLE.matcher(stripped).lookingAt()) {
                line(stripped);
            }
            before = stripped;
        }
    }

    /** A line, unless it says nothing: a frame, a bare key, or a short entry under a key that names no credential. */
    private void line(String line) {
        if (line.length() < SHORTEST_LINE || FRAME.matcher(line).matches()) {
            return;
        }
        Matcher entry = ENTRY.matcher(line);
        if (entry.matches()
                && entry.group("value").strip().length() < SHORTEST_PLAIN_ENTRY
                && Credentials.in(line).isEmpty()) {
            return;
        }
        written(line);
    }

    /** The text as programs print it; most of these are the text itself. */
    private void written(String text) {
        pieces(text);
        form(text, json(text, false, false));
        form(text, json(text, true, false));
        form(text, json(text, true, true));
        if (SHELL.matcher(text).find()) {
            form(text, text.replace("'", "'\\''"));
            form(text, text.replace("'", "'\"'\"'"));
            form(text, SHELL.matcher(text).replaceAll("\\\\$0"));
            form(text, IN_DOUBLE_QUOTES.matcher(text).replaceAll("\\\\$0"));
        }
        String strict = URLEncoder.encode(text, UTF_8).replace("*", "%2A").replace("%7E", "~");
        if (!strict.equals(text)) {
            String percent = strict.replace("+", "%20");
            pieces(percent);
            form(percent, strict);
            form(percent, percent.replace("%2F", "/"));
            form(percent, lowerPercent(percent));
        }
    }

    private void form(String usual, String form) {
        if (!form.equals(usual)) {
            pieces(form);
        }
    }

    /** The bytes as programs encode them. */
    private void encoded(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        base64(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        pieces(hex);
        form(hex, hex.toUpperCase(Locale.ROOT));
    }

    /**
     * Base64 as it looks wherever the bytes stand in what is encoded: one or two bytes in front shift it, and its last
     * character is another when more bytes follow.
     */
    private void base64(byte[] bytes) {
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            String own = encoded.substring(shift == 0 ? 0 : shift + 1);
            boolean lastMayDiffer = shifted.length % 3 != 0;
            base64(own, lastMayDiffer);
            if (own.indexOf('+') >= 0 || own.indexOf('/') >= 0) {
                base64(own.replace('+', '-').replace('/', '_'), lastMayDiffer);
            }
            if (shift == 0 && own.length() > 64) {
                // PEM breaks lines at 64 characters, other programs at 76, which is the length of a piece.
                for (int from = 0; from < own.length(); from += 64) {
                    wrappedLine(own.substring(from, Math.min(from + 64, own.length())));
                }
                wrappedLine(own.substring(own.length() - own.length() % Masker.LONGEST));
            }
        }
    }

    private void base64(String text, boolean lastMayDiffer) {
        pieces(text);
        if (lastMayDiffer) {
            int end = text.length() - 1;
            pieces(text.substring(Math.max(0, end - Masker.LONGEST), end));
        }
    }

    /**
     * A text longer than a pattern may be is several; its last piece reaches back so that it is no short one. One with line
     * breaks is left to its lines.
     */
    private void pieces(String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            return;
        }
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length <= Masker.LONGEST) {
            patterns.accept(bytes);
            return;
        }
        for (int from = 0; from < bytes.length; from += Masker.LONGEST) {
            int start = Math.min(from, bytes.length - Masker.LONGEST);
            patterns.accept(Arrays.copyOfRange(bytes, start, start + Masker.LONGEST));
        }
    }

    /** A line of wrapped Base64; a short last one would be noise. */
    private void wrappedLine(String text) {
        if (text.length() >= SHORTEST_PLAIN_ENTRY) {
            patterns.accept(text.getBytes(UTF_8));
        }
    }

    private static String lowerPercent(String encoded) {
        return PERCENT.matcher(encoded).replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
    }

    private static String json(String text, boolean ascii, boolean html) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    boolean named = c < ' ' || (ascii && c > '~') || (html && (c == '<' || c == '>' || c == '&'));
                    if (named) {
                        escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
