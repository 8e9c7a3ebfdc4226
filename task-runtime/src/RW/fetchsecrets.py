"""Secrets by the key of their provider.

The worker resolves workspace secrets, files, Kubernetes and Vault and hands the values over; keys of a cloud
(``azure:…``, ``gcp:…``, ``aws:…``) are resolved here, with the cloud's own command-line tool and the secrets that belong
to it. A value that had to be fetched is kept for an hour, in memory only.
"""

from __future__ import annotations

import importlib
import os
import time
from typing import Any

from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError
from robot.utils import escape

from RW import _cloud, _handed, _mode
from RW._cloud import CloudKey, CredentialError

__all__ = [
    "CredentialError",
    "UnknownSecret",
    "about",
    "clear_cache",
    "get_cache_info",
    "health_check",
    "read_secret",
]

_KEPT_SECONDS = 3600
_CLOUDS = {"azure": ("RW.azure_utils", "az"), "gcp": ("RW.gcp_utils", "gcloud"), "aws": ("RW.aws_utils", "aws")}

_cache: dict[str, tuple[str, float]] = {}


class UnknownSecret(LookupError):
    """This run was not given the secret."""

    ROBOT_SUPPRESS_NAME = True


def read_secret(key: str) -> str:
    """The secret's value in clear, by its provider's key, or by its variable where no variable has that key.

    With ``kubeconfig`` in the key the value is also written to the file ``$KUBECONFIG``, and ``${KUBECONFIG}`` is its path.
    Raises :class:`UnknownSecret` when the run was not given it and :class:`CredentialError` when a cloud gives nothing.
    """
    value = _handed_by_key(key)
    if value is None:
        cloud_key = CloudKey.parse(key)
        value = _handed.value_of(key) if cloud_key is None else _of_cloud(cloud_key)
    if value is None:
        raise UnknownSecret(f"the run was not given a secret with the key {key!r}")
    if "kubeconfig" in key.lower():
        _publish_kubeconfig(value)
    return value


def _handed_by_key(key: str) -> str | None:
    values = (_handed.value_of(variable) for variable, its in _handed.provider_keys().items() if its == key)
    return next((value for value in values if value is not None), None)


def _of_cloud(key: CloudKey) -> str:
    kept, since = _cache.get(key.text, ("", -_KEPT_SECONDS))
    if time.monotonic() - since < _KEPT_SECONDS and kept:
        return kept
    value = str(importlib.import_module(_CLOUDS[key.cloud][0]).resolve(key))
    _cache[key.text] = (value, time.monotonic())
    return value


def _publish_kubeconfig(value: str) -> None:
    path = os.environ.get("KUBECONFIG", "").split(os.pathsep)[0]
    # In front of an author, $KUBECONFIG is the author's own file.
    if not path or _mode.prints():
        return
    _cloud.write_private(path, value)
    try:
        BuiltIn().set_suite_variable("${KUBECONFIG}", escape(path))
    except RobotNotRunningError:
        return


def about() -> dict[str, Any]:
    """What this module resolves itself, and which tool that takes."""
    return {
        "name": "groundcrew fetchsecrets",
        "mode": "dev" if _mode.is_dev() else "production",
        "handedOver": ["workspace secrets", "file@", "env@", "k8s:file@", "k8s:env@", "<vault provider>@"],
        "resolvedHere": {f"{cloud}:": tool for cloud, (_, tool) in _CLOUDS.items()},
        "keptSeconds": _KEPT_SECONDS,
    }


def health_check() -> dict[str, Any]:
    """Whether each secret of ``RW_SECRETS_KEYS`` can be had: ``{healthy, secrets: {variable: "ok" or what is wrong}}``.

    Cloud keys are not resolved, which would take long: their tool has to be there.
    """
    found = {variable: _state(variable, key) for variable, key in _handed.provider_keys().items()}
    return {"healthy": all(state == "ok" for state in found.values()), "secrets": found}


def _state(variable: str, key: str) -> str:
    if _handed.value_of(variable) is not None:
        return "ok"
    try:
        cloud_key = CloudKey.parse(key)
    except CredentialError as error:
        return str(error)
    if cloud_key is None:
        return f"no value was handed over for the key {key!r}"
    tool = _CLOUDS[cloud_key.cloud][1]
    return "ok" if _cloud.has(tool) else f"the key {key!r} needs the command {tool}, and there is none in PATH"


def get_cache_info() -> dict[str, Any]:
    """How many fetched values are kept, and for each of their keys its age in whole seconds."""
    now = time.monotonic()
    return {
        "entries": len(_cache),
        "keptSeconds": _KEPT_SECONDS,
        "ageSeconds": {key: int(now - since) for key, (_, since) in _cache.items()},
    }


def clear_cache() -> int:
    """Forgets every fetched value; how many there were."""
    count = len(_cache)
    _cache.clear()
    return count
