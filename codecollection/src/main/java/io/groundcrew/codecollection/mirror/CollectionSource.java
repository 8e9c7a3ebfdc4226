package io.groundcrew.codecollection.mirror;

/**
 * Where a CodeCollection comes from.
 *
 * @param url the repository
 * @param revision the state of it that is followed
 * @param path the directory inside the repository that holds {@code codebundles/}; {@link CollectionPath#ROOT} for the
 *     repository itself
 * @param credentials how to identify ourselves
 */
public record CollectionSource(RepositoryUrl url, Revision revision, CollectionPath path, Credentials credentials) {

    /** @throws InvalidSource when the credentials do not fit the URL's scheme */
    public CollectionSource {
        boolean fits = switch (credentials) {
            case Credentials.None _ -> true;
            case Credentials.Token _, Credentials.Basic _ ->
                url.scheme() == RepositoryUrl.Scheme.HTTPS || url.scheme() == RepositoryUrl.Scheme.HTTP;
            case Credentials.SshKey _ -> url.scheme() == RepositoryUrl.Scheme.SSH;
        };
        if (!fits) {
            throw new InvalidSource("The credentials do not fit " + url
                    + ": expected a token or user and password for http and https, an SSH key for ssh, none for file.");
        }
    }

    /** The whole repository at its default branch, without credentials. */
    public static CollectionSource of(RepositoryUrl url) {
        return new CollectionSource(url, new Revision.DefaultBranch(), CollectionPath.ROOT, new Credentials.None());
    }

    public CollectionSource withRevision(Revision wanted) {
        return new CollectionSource(url, wanted, path, credentials);
    }

    public CollectionSource withPath(CollectionPath wanted) {
        return new CollectionSource(url, revision, wanted, credentials);
    }

    public CollectionSource withCredentials(Credentials wanted) {
        return new CollectionSource(url, revision, path, wanted);
    }
}
