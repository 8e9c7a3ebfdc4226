package io.groundcrew.codecollection.mirror;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a Git repository that passed the allow-list. It never carries a password.
 *
 * @param scheme how it is reached
 * @param user the SSH login name; null where none was given or the scheme has none
 * @param host host name or address as written, in lower case; empty for {@code file:}
 * @param port TCP port, 1 to 65535, or -1 for the scheme's own
 * @param path path with its leading slash; for {@code file:} the absolute directory; a scp-like address may have a
 *     relative one
 */
public record RepositoryUrl(Scheme scheme, @Nullable String user, String host, int port, String path) {

    /** How a repository is reached. */
    public enum Scheme {
        HTTPS,
        HTTP,
        SSH,
        FILE
    }

    private static final int LONGEST = 2_048;
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,253}[A-Za-z0-9])?\\.?|\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@+-]{0,127}");
    private static final Pattern PATH = Pattern.compile("[\\p{L}\\p{N}/._~%+@:,=!()&*-]+");
    private static final Pattern FILE_PATH = Pattern.compile("[\\p{L}\\p{N}/._~%+@:,=!()&* -]+");
    private static final Pattern SCP_LIKE = Pattern.compile("([^@/:]+)@([^/:@]+):([^:].*)");

    /**
     * Reads an address: {@code https://}, {@code http://}, {@code ssh://}, {@code user@host:path}, or {@code file:} below
     * a root that the rules allow. {@code file:} paths are resolved through symbolic links first.
     *
     * @throws InvalidSource with what was expected, what was found and what to do, for everything else
     */
    public static RepositoryUrl parse(String text, UrlRules rules) {
        String url = text.strip();
        if (url.isEmpty()) {
            throw new InvalidSource("The repository URL is empty. Give one such as https://git.example/ops/tasks.git.");
        }
        if (url.length() > LONGEST || url.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == '\\')) {
            throw new InvalidSource("The repository URL is longer than " + LONGEST
                    + " characters or contains a control character or backslash. Give a plain URL.");
        }
        int colon = url.indexOf("://");
        String start = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        return switch (start) {
            case "https" -> web(Scheme.HTTPS, url);
            case "http" -> web(Scheme.HTTP, url);
            case "ssh" -> ssh(url);
            case "file" -> FileLocations.check(directoryOf(url), rules, shown(url));
            case "" -> withoutScheme(url, rules);
            default -> throw refusedScheme(url);
        };
    }

    /** Checks a {@code file:} address again, since a symbolic link may have changed since it was read. */
    public RepositoryUrl recheck(UrlRules rules) {
        return scheme == Scheme.FILE ? FileLocations.check(Path.of(path), rules, text()) : this;
    }

    /** The address as it may be shown, stored and contacted. */
    public String text() {
        String authority = (user == null ? "" : user + "@") + host + (port < 0 ? "" : ":" + port);
        return switch (scheme) {
            case HTTPS -> "https://" + authority + path;
            case HTTP -> "http://" + authority + path;
            case SSH -> path.startsWith("/") ? "ssh://" + authority + path : authority + ":" + path;
            case FILE -> "file://" + path;
        };
    }

    /** {@link #identityOf(String)} of this address. */
    public String identity() {
        return identityOf(text());
    }

    /**
     * What makes two addresses the same repository: without credentials, {@code .git}, trailing slash and the host's
     * letter case. Accepts any text, since it is used to match what a document says against what is registered; never
     * throws.
     */
    public static String identityOf(String url) {
        return RepositoryIdentity.of(url);
    }

    @Override
    public String toString() {
        return text();
    }

    private static RepositoryUrl web(Scheme scheme, String url) {
        URI uri = uri(url);
        String info = uri.getRawUserInfo();
        if (info != null && info.contains(":")) {
            throw new InvalidSource("The repository URL for host " + uri.getHost()
                    + " contains a password. Remove it from the URL and give it as credentials.");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new InvalidSource("The repository URL " + shown(url)
                    + " has a query or fragment, which Git does not use. Remove what follows the path.");
        }
        // A bare user name is what some hosts put into the address they offer for copying; credentials say who we are.
        return remote(scheme, null, uri, url);
    }

    private static RepositoryUrl ssh(String url) {
        URI uri = uri(url);
        String info = uri.getRawUserInfo();
        if (info != null && !USER.matcher(info).matches()) {
            throw new InvalidSource("The SSH address of host " + uri.getHost()
                    + " has a login name with a password or characters other than letters, digits and ._@+-. "
                    + "Use ssh://git@host/path and give the key as credentials.");
        }
        return remote(Scheme.SSH, info, uri, url);
    }

    private static RepositoryUrl remote(Scheme scheme, @Nullable String user, URI uri, String url) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return remote(scheme, user, uri.getHost(), uri.getPort(), path, url);
    }

    private static RepositoryUrl remote(
            Scheme scheme, @Nullable String user, @Nullable String host, int port, String path, String url) {
        if (host == null || !HOST.matcher(host).matches()) {
            throw new InvalidSource("The repository URL " + shown(url)
                    + " names no host that can be used. Expected a form such as https://git.example/ops/tasks.git.");
        }
        if (port == 0 || port > 65_535) {
            throw new InvalidSource(
                    "The repository URL " + shown(url) + " has port " + port + ". Expected 1 to 65535.");
        }
        if (path.length() < 2 || !PATH.matcher(path).matches() || path.startsWith("-") || climbs(path)) {
            throw new InvalidSource("The repository URL " + shown(url)
                    + " has no usable path. Expected a path of letters, digits and ._~%+@- without '..'.");
        }
        return new RepositoryUrl(scheme, user, host.toLowerCase(Locale.ROOT), port, path);
    }

    private static RepositoryUrl withoutScheme(String url, UrlRules rules) {
        if (url.toLowerCase(Locale.ROOT).startsWith("file:/")) {
            return FileLocations.check(directoryOf(url), rules, shown(url));
        }
        Matcher scp = SCP_LIKE.matcher(url);
        if (!url.contains("::") && scp.matches()) {
            String user = scp.group(1);
            String host = scp.group(2);
            if (HOST.matcher(host).matches() && USER.matcher(user).matches()) {
                return remote(Scheme.SSH, user, host, -1, scp.group(3), url);
            }
        }
        throw refusedScheme(url);
    }

    private static URI uri(String url) {
        try {
            return new URI(url).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new InvalidSource("The repository URL " + shown(url)
                    + " cannot be read. Expected a form such as https://git.example/ops/tasks.git.");
        }
    }

    private static Path directoryOf(String url) {
        String rest = url.substring("file:".length());
        String path = rest.startsWith("///") ? rest.substring(2) : rest.startsWith("//") ? "" : rest;
        if (!path.startsWith("/") || !FILE_PATH.matcher(path).matches() || climbs(path)) {
            throw new InvalidSource("The repository URL " + shown(url)
                    + " is not a local directory. Expected file:/// and an absolute path without '..'.");
        }
        return Path.of(decoded(path));
    }

    private static boolean climbs(String path) {
        for (String segment : decoded(path).split("/", -1)) {
            if (segment.equals("..") || segment.indexOf('\0') >= 0) {
                return true;
            }
        }
        return false;
    }

    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidSource("The repository path has a '%' that is not followed by two hexadecimal digits.");
        }
    }

    private static InvalidSource refusedScheme(String url) {
        return new InvalidSource(
                "The repository URL " + shown(url)
                        + " is refused: only https://, http://, ssh://, user@host:path and, where allowed, file:/// are accepted.");
    }

    /** The text as it may stand in a message: no user info, no control characters, not endless. */
    private static String shown(String url) {
        String bare = url.replaceAll("//[^/]*@", "//").replaceAll("[^\\x20-\\x7e\\p{L}\\p{N}]", "?");
        return "'" + (bare.length() > 200 ? bare.substring(0, 200) + "…" : bare) + "'";
    }
}
