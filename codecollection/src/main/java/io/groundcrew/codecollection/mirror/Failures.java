package io.groundcrew.codecollection.mirror;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.errors.TransportException;

/** Turns what JGit throws into a status and a sentence. No foreign text reaches the sentence but short, cleaned causes. */
final class Failures {

    private Failures() {}

    static SyncFailure explain(Exception failure, CollectionSource source, int httpStatus, boolean hostKeyRefused) {
        RepositoryUrl url = source.url();
        if (failure instanceof SyncFailure known) {
            return known;
        }
        if (hostKeyRefused) {
            return new SyncFailure(
                    SyncStatus.HOST_KEY_REFUSED,
                    "The SSH host key of " + url.host()
                            + " is not the one that is known. Check the host, then give its current known_hosts line.",
                    failure);
        }
        if (failure instanceof InterruptedException) {
            return new SyncFailure(SyncStatus.FAILED, "The sync of " + url + " was interrupted. It runs again later.");
        }
        if (has(failure, UnknownHostException.class)) {
            return unreachable(url, "no such host name was found", failure);
        }
        if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
            return unreachable(url, "the connection was refused", failure);
        }
        if (has(failure, SSLException.class)) {
            return unreachable(
                    url, "the TLS connection failed (" + cause(failure, SSLException.class, source) + ")", failure);
        }
        if (httpStatus == 401 || httpStatus == 403 || refusedLogin(failure)) {
            return unauthorised(source, httpStatus, failure);
        }
        if (has(failure, NoRemoteRepositoryException.class)
                || has(failure, RepositoryNotFoundException.class)
                || httpStatus == 404) {
            return new SyncFailure(
                    SyncStatus.NOT_FOUND,
                    "Expected a Git repository at " + url + ", and there is none"
                            + (source.credentials() instanceof Credentials.None
                                    ? " that can be read without credentials. Check the URL, or give credentials."
                                    : ". Check the URL and what the credentials may read."),
                    failure);
        }
        if (has(failure, SocketTimeoutException.class) || has(failure, SocketException.class)) {
            return unreachable(url, "the connection broke or fell silent", failure);
        }
        if (httpStatus >= 500) {
            return unreachable(url, "it answered with status " + httpStatus, failure);
        }
        if (has(failure, CorruptObjectException.class)
                || has(failure, MissingObjectException.class)
                || has(failure, PackProtocolException.class)
                || has(failure, EOFException.class)
                || failure instanceof TransportException) {
            return new SyncFailure(
                    SyncStatus.INVALID_CONTENT,
                    "Expected " + url + " to speak Git, and what it sent cannot be used (" + shortened(failure, source)
                            + "). Check the URL and the repository with 'git fsck'.",
                    failure);
        }
        return new SyncFailure(
                SyncStatus.FAILED,
                "The sync of " + url + " failed on our side (" + shortened(failure, source)
                        + "). Check free disk space and permissions of the data directory.",
                failure);
    }

    private static SyncFailure unreachable(RepositoryUrl url, String what, Exception failure) {
        return new SyncFailure(
                SyncStatus.UNREACHABLE,
                "Expected an answer from " + url + ", and " + what
                        + ". Check the address, the network and, where one is needed, the proxy.",
                failure);
    }

    private static SyncFailure unauthorised(CollectionSource source, int httpStatus, Exception failure) {
        String found = source.credentials() instanceof Credentials.None
                ? "it wants credentials, and none are set. Set a token, user and password, or SSH key."
                : "the credentials were refused. Check that they are right, have not expired and may read the repository.";
        return new SyncFailure(
                SyncStatus.AUTHENTICATION_REFUSED,
                "Expected to read " + source.url() + ", and " + found
                        + (httpStatus == 401 || httpStatus == 403 ? " (HTTP status " + httpStatus + ")" : ""),
                failure);
    }

    private static boolean refusedLogin(Throwable failure) {
        for (Throwable there = failure; there != null; there = there.getCause()) {
            String text = String.valueOf(there.getMessage()).toLowerCase(Locale.ROOT);
            if (text.contains("no more authentication methods")
                    || text.contains("cannot log in")
                    || text.contains("not authorized")
                    || text.contains("authentication is required")) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Throwable failure, Class<? extends IOException> kind) {
        for (Throwable there = failure; there != null; there = there.getCause()) {
            if (kind.isInstance(there)) {
                return true;
            }
        }
        return false;
    }

    private static String cause(Throwable failure, Class<? extends Throwable> kind, CollectionSource source) {
        for (Throwable there = failure; there != null; there = there.getCause()) {
            if (kind.isInstance(there)) {
                return shortened(there, source);
            }
        }
        return "unknown";
    }

    /** The cause in one short line, without what might be a credential. */
    private static String shortened(Throwable failure, CollectionSource source) {
        String message = failure.getMessage();
        String text = message == null ? failure.getClass().getSimpleName() : message;
        text = text.replaceAll("//[^/\\s]*@", "//").replaceAll("\\s+", " ").strip();
        text = switch (source.credentials()) {
            case Credentials.None _, Credentials.SshKey _ -> text;
            case Credentials.Token token -> text.replace(token.token(), "…");
            case Credentials.Basic basic -> text.replace(basic.password(), "…");
        };
        text = text.replace(source.url().text() + ": ", "");
        return text.length() > 160 ? text.substring(0, 160) + "…" : text;
    }
}
