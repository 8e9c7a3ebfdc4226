package io.groundcrew.codecollection.mirror;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether two spellings name the same repository. */
final class RepositoryIdentity {

    private static final Pattern WITH_SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(.*)");
    private static final Pattern SCP_LIKE = Pattern.compile("(?:[^@/:]+@)?([^/:@]+):(?!//)(.+)");

    private RepositoryIdentity() {}

    static String of(String url) {
        String text = url.strip();
        Matcher withScheme = WITH_SCHEME.matcher(text);
        if (withScheme.matches()) {
            String scheme = withScheme.group(1).toLowerCase(Locale.ROOT);
            String authority = withScheme.group(2);
            String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
            return scheme + "://" + withoutOwnPort(scheme, host) + trimmed(withScheme.group(3));
        }
        if (text.regionMatches(true, 0, "file:/", 0, 6)) {
            return "file://" + trimmed(text.substring(5));
        }
        Matcher scp = SCP_LIKE.matcher(text);
        if (scp.matches() && scp.group(1).length() > 1) {
            String path = scp.group(2);
            return "ssh://" + scp.group(1).toLowerCase(Locale.ROOT) + trimmed(path.startsWith("/") ? path : "/" + path);
        }
        return trimmed(text);
    }

    private static String withoutOwnPort(String scheme, String host) {
        String own = switch (scheme) {
            case "https" -> ":443";
            case "http" -> ":80";
            case "ssh" -> ":22";
            default -> "";
        };
        return !own.isEmpty() && host.endsWith(own) ? host.substring(0, host.length() - own.length()) : host;
    }

    private static String trimmed(String path) {
        String rest = path;
        while (rest.length() > 1 && rest.endsWith("/")) {
            rest = rest.substring(0, rest.length() - 1);
        }
        return rest.endsWith(".git") && rest.length() > 5 && !rest.endsWith("/.git")
                ? rest.substring(0, rest.length() - 4)
                : rest;
    }
}
