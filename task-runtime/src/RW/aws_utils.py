"""AWS credentials for tasks: files and variables that the command ``aws`` and boto3 read, and kubeconfigs of EKS.

``aws:access_key@cli`` is the secrets ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY`` and, where there is one,
``AWS_SESSION_TOKEN``; ``aws:assume_role@cli`` the role of the secret ``AWS_ROLE_ARN``; ``aws:irsa@cli`` and
``aws:default@cli`` what the worker's environment has. What is set up is kept in ``AWS_SHARED_CREDENTIALS_FILE``, which
belongs to the run, and in the task's environment.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from RW import _cloud, _handed
from RW._cloud import CloudKey, CredentialError

__all__ = ["configure", "identity", "kubeconfig", "resolve"]

_NAMES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


def resolve(key: CloudKey) -> str:
    """The kubeconfig of ``<region>/<cluster>``, the credentials as an AWS credentials file, or the identity as JSON.

    Raises :class:`RW._cloud.CredentialError`.
    """
    if key.target == "kubeconfig":
        if key.method not in ("workload_identity", "cli"):
            raise key.unknown_method("workload_identity", "cli")
        if key.method == "cli" and _handed.value_of(_NAMES[0]):
            configure(_access_key(key), key)
        return kubeconfig(key)
    match key.method:
        case "access_key":
            return configure(_access_key(key), key)
        case "assume_role":
            return configure(_assume_role(key), key)
        case "irsa":
            for name in ("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE"):
                if not os.environ.get(name):
                    raise CredentialError(f"The secret key {key.text!r} needs {name} in the environment of the worker")
            return identity(key)
        case "default":
            return identity(key)
        case _:
            raise key.unknown_method("access_key", "assume_role", "irsa", "default")


def configure(credentials: Mapping[str, str], key: CloudKey) -> str:
    """Makes ``credentials`` (by the names of the AWS variables) the run's; the text of the credentials file."""
    file = os.environ.get("AWS_SHARED_CREDENTIALS_FILE")
    if not file:
        raise CredentialError(f"The secret key {key.text!r} needs a file in AWS_SHARED_CREDENTIALS_FILE, it is not set")
    text = "[default]\n" + "".join(f"{name.lower()} = {value}\n" for name, value in credentials.items())
    _cloud.write_private(file, text)
    for name in _NAMES:
        os.environ.pop(name, None)
    # RW.CLI hands these variables to commands, and scripts of bundles look for them.
    os.environ.update(credentials)
    return text


def identity(key: CloudKey) -> str:
    """Who AWS takes this run for, as JSON."""
    return _cloud.run(key, "aws", "sts", "get-caller-identity", "--output", "json")


def kubeconfig(key: CloudKey) -> str:
    """The kubeconfig of an EKS cluster; ``kubectl`` asks ``aws`` for a token when it uses it."""
    region, cluster = key.parts("<region>", "<cluster>")
    with _cloud.private_file() as file:
        _cloud.run(key, "aws", "eks", "update-kubeconfig", "--region", region, "--name", cluster, "--kubeconfig", file)
        return _cloud.read(file)


def _access_key(key: CloudKey) -> dict[str, str]:
    credentials = {name: _cloud.sibling(name, key) for name in _NAMES[:2]}
    token = _handed.value_of(_NAMES[2])
    return {**credentials, _NAMES[2]: token} if token else credentials


def _assume_role(key: CloudKey) -> dict[str, str]:
    role = _cloud.sibling("AWS_ROLE_ARN", key)
    base = _access_key(key) if _handed.value_of(_NAMES[0]) else {}
    session = f"groundcrew-{os.environ.get('RW_RUNREQUEST_ID') or os.environ.get('RW_WORKSPACE') or 'run'}"[:64]
    answer = _cloud.run(
        key,
        *("aws", "sts", "assume-role", "--output", "json"),
        *("--role-arn", role, "--role-session-name", session),
        **base,
    )
    try:
        given = json.loads(answer)["Credentials"]
        return dict(zip(_NAMES, (given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"]), strict=True))
    except (ValueError, KeyError, TypeError) as error:
        raise CredentialError(
            f"Expected credentials of the role {role} from aws sts assume-role, found none"
        ) from error
