package io.groundcrew.worker.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds what stands after a key that names a credential, in entries of JSON, YAML, properties and headers: {@code "token":
 * "x"}, {@code password=x}, {@code Authorization: Bearer x}; and in arguments, of a command or a list of them: {@code
 * --password x}. One look at each character.
 */
final class Credentials {

    private static final List<String> KEYS =
            List.of("token", "passw", "passphrase", "secret", "credential", "auth", "key", "cookie", "-data", "_data");
    private static final List<String> SCHEMES = List.of("bearer ", "basic ", "token ");
    private static final int LONGEST_KEY = 64;

    /** A long flag and what comes next, be it on the next line of a list: quotes, commas and the dash of an item between. */
    private static final Pattern ARGUMENT =
            Pattern.compile("--(?<flag>[\\w.-]{1,64}+)[\"']?[\\s,]++(?:-\\s++)?+[\"']?(?!--)(?<value>[^\\s\"',]++)");

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
        found.addAll(ofFlags(String.join("\n", lines)));
        return found;
    }

    private static List<String> ofFlags(String text) {
        return ARGUMENT.matcher(text)
                .results()
                .filter(found -> isCredential(found.group("flag")))
                .map(found -> found.group("value"))
                .filter(value -> value.length() >= SecretForms.SHORTEST)
                .toList();
    }

    private static boolean isCredential(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        return KEYS.stream().anyMatch(name::contains);
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
        return isCredential(line.substring(from, last));
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
