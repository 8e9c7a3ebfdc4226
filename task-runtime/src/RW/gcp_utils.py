"""Google Cloud credentials for tasks, by the command ``gcloud``.

``gcp:sa@…`` is the service account of the secret ``gcp_serviceAccountKey`` (its JSON key), ``gcp:adc@…`` what the worker's
environment has. The project is the secret ``gcp_projectId``. What is set up is kept in ``CLOUDSDK_CONFIG``, which belongs
to the run.
"""

from __future__ import annotations

import os

from RW import _cloud, _handed
from RW._cloud import CloudKey, CredentialError

__all__ = ["activate", "kubeconfig", "resolve"]


def resolve(key: CloudKey) -> str:
    """The kubeconfig of ``[<project>/]<cluster>/<location>``; for ``@cli`` the JSON key, or the project with ``adc``.

    Raises :class:`RW._cloud.CredentialError`.
    """
    json_key = activate(key)
    if key.target == "kubeconfig":
        return kubeconfig(key)
    return json_key if json_key is not None else _project(key)


def activate(key: CloudKey) -> str | None:
    """Makes ``gcloud`` and Google's libraries use the credentials; the JSON key of ``sa``, None for ``adc``."""
    if key.method == "adc":
        # Says that there are some, and whose they are not.
        _cloud.run(key, "gcloud", "auth", "application-default", "print-access-token", "--quiet")
        return None
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
    os.environ["GOOGLE_APPLICATION_CREDENTIALS"] = file
    return json_key


def kubeconfig(key: CloudKey) -> str:
    """The kubeconfig of a GKE cluster; after :func:`activate`."""
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
        return _cloud.read(file)


def _project(key: CloudKey) -> str:
    if key.method == "adc":
        return _handed.value_of("gcp_projectId") or _configured_project(key)
    return _cloud.sibling("gcp_projectId", key)


def _configured_project(key: CloudKey) -> str:
    project = _cloud.run(key, "gcloud", "config", "get-value", "project", "--quiet").strip()
    if not project or project == "(unset)":
        raise CredentialError(f"The secret key {key.text!r} needs the secret gcp_projectId: gcloud has no project set")
    return project
