package io.groundcrew.worker.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds what stands after a key that names a credential, in entries of JSON, YAML, properties and headers: {@code "token":
 * "x"}, {@code password=x}, {@code Authorization: Bearer x}. One look at each character.
 */
final class Credentials {

    private static final List<String> KEYS =
            List.of("token", "passw", "passphrase", "secret", "credential", "auth", "key", "cookie", "-data", "_data");
    private static final List<String> SCHEMES = List.of("bearer ", "basic ", "token ");
    private static final int LONGEST_KEY = 64;

    private Credentials() {}

    static List<String> in(String... lines) {
        List<String> found = new ArrayList<>();
        for (String line : lines) {
            for (int at = 0; at < line.length(); at++) {
                char c = line.charAt(at);
                if ((c == ':' || c == '=') && namesCredential(line, at)) {
                    String value = value(line, at + 1);
                    if (value.length() >= SecretForms.SHORTEST && !value.startsWith("-----BEGIN")) {
                        found.add(value);
                    }
                }
            }
        }
        return found;
    }

    private static boolean namesCredential(String line, int end) {
        int from = end;
        while (from > 0 && line.charAt(from - 1) == ' ') {
            from--;
        }
        int last = from;
        while (from > 0 && last - from < LONGEST_KEY && isKey(line.charAt(from - 1))) {
            from--;
        }
        String key = line.substring(from, last).toLowerCase(Locale.ROOT);
        return KEYS.stream().anyMatch(key::contains);
    }

    private static boolean isKey(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '"' || c == '\'';
    }

    private static String value(String line, int after) {
        int from = after;
        while (from < line.length() && isAround(line.charAt(from))) {
            from++;
        }
        for (String scheme : SCHEMES) {
            if (line.regionMatches(true, from, scheme, 0, scheme.length())) {
                from += scheme.length();
            }
        }
        int end = from;
        while (end < line.length() && !isAround(line.charAt(end)) && ",;".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return line.substring(from, end);
    }

    private static boolean isAround(char c) {
        return Character.isWhitespace(c) || c == '"' || c == '\'';
    }
}
