"""AWS credentials for tasks: files and variables that the command ``aws`` and boto3 read, and kubeconfigs of EKS.

``aws:access_key@cli`` is the secrets ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY`` and, where there is one,
``AWS_SESSION_TOKEN``; ``aws:assume_role@cli`` the role of ``AWS_ROLE_ARN``; ``aws:irsa@cli``, ``aws:default@cli`` and
``aws:workload_identity@kubeconfig:…`` are who the worker is, the first and the last of them in another role where the
document gives one. What is set up is kept in ``AWS_SHARED_CREDENTIALS_FILE``, which belongs to the run, and in the task's
environment.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from RW import _cloud, _handed
from RW._cloud import CloudKey, CredentialError

__all__ = ["configure", "identity", "kubeconfig", "resolve"]

_NAMES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_PARTS = ("AccessKeyId", "SecretAccessKey", "SessionToken")
_ROLE, _WEB_TOKEN, _POD = "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI"
_WORKERS = (_ROLE, _WEB_TOKEN, _POD, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")

# Who the run was before it assumed a role, by variable; empty while it has assumed none.
_before: list[dict[str, str]] = []


def resolve(key: CloudKey) -> str:
    """The kubeconfig of ``<region>/<cluster>``, the credentials as an AWS credentials file, or the identity as JSON.

    Raises :class:`RW._cloud.CredentialError`.
    """
    if key.target == "kubeconfig":
        if key.method == "workload_identity":
            _be_the_worker(key)
        elif key.method != "cli":
            raise key.unknown_method("workload_identity", "cli")
        elif _handed.value_of(_NAMES[0]):
            configure(_access_key(key), key)
        return kubeconfig(key)
    match key.method:
        case "access_key":
            return configure(_access_key(key), key)
        case "assume_role":
            _leave_role()
            base = _access_key(key) if _handed.value_of(_NAMES[0]) else {}
            return _assume(_cloud.sibling(_ROLE, key), base, key)
        case "irsa":
            _be_the_worker(key, needed=True)
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
    """The kubeconfig of an EKS cluster, with its name as context; ``kubectl`` asks ``aws`` for a token when it uses it."""
    region, cluster = key.parts("<region>", "<cluster>")
    with _cloud.private_file() as file:
        _cloud.run(
            key,
            *("aws", "eks", "update-kubeconfig", "--region", region, "--name", cluster),
            # Without, the context is the cluster's ARN, and bundles ask for its name.
            *("--alias", cluster, "--kubeconfig", file),
        )
        return _cloud.read(file)


def _access_key(key: CloudKey) -> dict[str, str]:
    credentials = {name: _cloud.sibling(name, key) for name in _NAMES[:2]}
    token = _handed.value_of(_NAMES[2])
    return {**credentials, _NAMES[2]: token} if token else credentials


def _be_the_worker(key: CloudKey, needed: bool = False) -> None:
    """Begins with who the worker is and assumes the role of the document, where it gives another.

    :param needed: whether to raise :class:`CredentialError` when the worker's environment says nothing of who it is
    """
    _leave_role()
    own = os.environ.get(_ROLE) if os.environ.get(_WEB_TOKEN) else None
    if needed and not own and not os.environ.get(_POD):
        raise CredentialError(
            f"The secret key {key.text!r} needs {_WEB_TOKEN} and {_ROLE}, or {_POD}, in the environment of the worker"
        )
    role = next((role for role in _cloud.given(_ROLE) if role != own), None)
    if role is not None:
        _assume(role, {}, key)


def _leave_role() -> None:
    """Undoes :func:`_assume`: most roles may not assume themselves."""
    if _before:
        for name in (*_NAMES, *_WORKERS):
            os.environ.pop(name, None)
        os.environ.update(_before.pop())
        _cloud.write_private(os.environ["AWS_SHARED_CREDENTIALS_FILE"], "")


def _assume(role: str, base: Mapping[str, str], key: CloudKey) -> str:
    """Makes the credentials of ``role`` the run's, and nothing else of who it was; the text of the credentials file.

    :param base: credentials that may assume it, by variable; empty for those that the environment leads to
    """
    session = f"groundcrew-{os.environ.get('RW_RUNREQUEST_ID') or os.environ.get('RW_WORKSPACE') or 'run'}"[:64]
    answer = _cloud.run(
        key,
        *("aws", "sts", "assume-role", "--output", "json"),
        *("--role-arn", role, "--role-session-name", session),
        **base,
    )
    try:
        got = json.loads(answer)["Credentials"]
        credentials = {name: str(got[part]) for name, part in zip(_NAMES, _PARTS, strict=True)}
    except (ValueError, KeyError, TypeError) as error:
        raise CredentialError(
            f"Expected credentials of the role {role} from aws sts assume-role, found none"
        ) from error
    before = {name: os.environ[name] for name in (*_NAMES, *_WORKERS) if name in os.environ}
    text = configure(credentials, key)
    _before.append(before)
    for name in _WORKERS:
        # Scripts of bundles would assume the role once more.
        os.environ.pop(name, None)
    return text
