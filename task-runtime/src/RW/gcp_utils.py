"""Google Cloud credentials for tasks, by the command ``gcloud``.

``gcp:sa@…`` is the service account of the secret ``gcp_serviceAccountKey`` (its JSON key), ``gcp:adc@…`` who the worker is:
the credentials file of ``GOOGLE_APPLICATION_CREDENTIALS``, else what a metadata server says. The project is
``gcp_projectId``. What is set up is kept in ``CLOUDSDK_CONFIG``, which belongs to the run.
"""

from __future__ import annotations

import os

import yaml

from RW import _cloud
from RW._cloud import CloudKey, CredentialError

__all__ = ["activate", "kubeconfig", "resolve"]

_FILE = "GOOGLE_APPLICATION_CREDENTIALS"


def resolve(key: CloudKey) -> str:
    """The kubeconfig of ``[<project>/]<cluster>/<location>``; for ``@cli`` the credentials as JSON, else the project.

    Raises :class:`RW._cloud.CredentialError`.
    """
    credentials = activate(key)
    if key.target == "kubeconfig":
        return kubeconfig(key)
    return credentials if credentials is not None else _project(key)


def activate(key: CloudKey) -> str | None:
    """Makes ``gcloud`` and Google's libraries use the credentials; them as JSON, None where there is only a server's word."""
    if key.method == "adc":
        file = os.environ.get(_FILE)
        if file and "CLOUDSDK_CONFIG" in os.environ:
            # Of itself, gcloud does not look at the variable, and commands of RW.CLI do not get it.
            _cloud.run(key, "gcloud", "config", "set", "auth/credential_file_override", file, "--quiet")
        # Says that there are some, and whose they are not.
        _cloud.run(key, "gcloud", "auth", "application-default", "print-access-token", "--quiet")
        return _cloud.read(file) if file else None
    if key.method != "sa":
        raise key.unknown_method("sa", "adc")
    json_key = _cloud.sibling("gcp_serviceAccountKey", key)
    directory = os.environ.get("CLOUDSDK_CONFIG")
    if not directory:
        raise CredentialError(f"The secret key {key.text!r} needs a directory in CLOUDSDK_CONFIG, and it is not set")
    file = os.path.join(directory, "service-account.json")
    _cloud.write_private(file, json_key)
    project = _project(key)
    _cloud.run(key, "gcloud", "auth", "activate-service-account", "--quiet", "--key-file", file, "--project", project)
    _cloud.run(key, "gcloud", "config", "set", "project", project, "--quiet")
    os.environ[_FILE] = file
    return json_key


def kubeconfig(key: CloudKey) -> str:
    """The kubeconfig of a GKE cluster, with its name as context; after :func:`activate`."""
    parts = key.path.split("/")
    project = parts.pop(0) if len(parts) == 3 else _project(key)
    if len(parts) != 2 or not all(parts):
        raise CredentialError(f"Expected [<project>/]<cluster>/<location> behind kubeconfig: in the key {key.text!r}")
    cluster, location = parts
    with _cloud.private_file() as file:
        _cloud.run(
            key,
            *("gcloud", "container", "clusters", "get-credentials", cluster, "--quiet"),
            *("--location", location, "--project", project),
            KUBECONFIG=file,
        )
        return _named(cluster, _cloud.read(file), key)


def _named(cluster: str, text: str, key: CloudKey) -> str:
    """The kubeconfig ``text`` with ``cluster`` as its context, as bundles ask for it; gcloud's has project and place in front."""
    try:
        config = yaml.safe_load(text)
        config["contexts"][0]["name"] = config["current-context"] = cluster
    except (yaml.YAMLError, KeyError, IndexError, TypeError) as error:
        raise CredentialError(f"Expected a kubeconfig from gcloud for the key {key.text!r}, found none") from error
    return str(yaml.safe_dump(config, sort_keys=False))


def _project(key: CloudKey) -> str:
    if key.method == "sa":
        return _cloud.sibling("gcp_projectId", key)
    known = next(_cloud.given("gcp_projectId"), None) or os.environ.get("GOOGLE_CLOUD_PROJECT")
    return known or _configured_project(key)


def _configured_project(key: CloudKey) -> str:
    project = _cloud.run(key, "gcloud", "config", "get-value", "project", "--quiet").strip()
    if not project or project == "(unset)":
        raise CredentialError(f"The secret key {key.text!r} needs the secret gcp_projectId: gcloud has no project set")
    return project
