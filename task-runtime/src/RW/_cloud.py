"""What the cloud providers have in common: their command-line tools and the secrets that belong together."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from RW import _handed

_TOOL_SECONDS = 180
_MOST_REASON = 1000


class CredentialError(RuntimeError):
    """Credentials that a run was given could not be turned into what it asked for; the text says what is missing."""

    ROBOT_SUPPRESS_NAME = True


@dataclass(frozen=True)
class CloudKey:
    """A provider key ``<cloud>:<method>@<target>[:<path>]``, for example ``azure:sp@kubeconfig:group/cluster``."""

    text: str
    cloud: str
    method: str
    target: str
    path: str

    @classmethod
    def parse(cls, text: str) -> CloudKey | None:
        """None for keys of other providers. Raises :class:`CredentialError` when a cloud's key is not whole."""
        cloud, colon, rest = text.partition(":")
        if not colon or cloud not in ("aws", "azure", "gcp"):
            return None
        method, at, target = rest.partition("@")
        target, _, path = target.partition(":")
        if not method or not at or target not in ("cli", "kubeconfig") or (target == "kubeconfig") != bool(path):
            raise CredentialError(
                f"Expected {cloud}:<method>@cli or {cloud}:<method>@kubeconfig:<cluster> as secret key, found {text!r}"
            )
        return cls(text, cloud, method, target, path)

    def parts(self, *names: str) -> list[str]:
        """The path's parts, one for each of ``names``."""
        parts = self.path.split("/")
        if len(parts) != len(names) or not all(parts):
            raise CredentialError(f"Expected {'/'.join(names)} behind {self.target}: in the key {self.text!r}")
        return parts

    def unknown_method(self, *known: str) -> CredentialError:
        """The error for a method that this cloud does not have."""
        return CredentialError(
            f"Expected one of {', '.join(known)} in the secret key {self.text!r}, found {self.method!r}"
        )


def given(variable: str) -> Iterator[str]:
    """What this run was given as ``variable``, also by its name in small letters: as secrets, then in clear."""
    for name in (variable, variable.lower()):
        yield from filter(None, [_handed.value_of(name)])
    for name in (variable, variable.lower()):
        yield from filter(None, [os.environ.get(name)])


def sibling(variable: str, key: CloudKey) -> str:
    """The first of :func:`given`. Raises :class:`CredentialError` naming ``variable`` when there is none."""
    value = next(given(variable), None)
    if value is None:
        raise CredentialError(f"The secret key {key.text!r} needs the secret {variable}: add it to secretsProvided")
    return value


def has(tool: str) -> bool:
    """Whether the command ``tool`` is in ``PATH``."""
    return shutil.which(tool) is not None


def run(key: CloudKey, *command: str, **environment: str) -> str:
    """What ``command`` prints. Raises :class:`CredentialError` when the tool is not there, fails or takes three minutes."""
    tool = command[0]
    path = shutil.which(tool)
    if path is None:
        raise CredentialError(
            f"The secret key {key.text!r} needs the command {tool}, and there is none in PATH "
            f"({os.environ.get('PATH', os.defpath)}). Use a worker image that has it."
        )
    try:
        done = subprocess.run(
            [path, *command[1:]],
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TOOL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CredentialError(f"{tool} did not end within {_TOOL_SECONDS} s for the secret key {key.text!r}") from error
    if done.returncode != 0:
        reason = (done.stderr.strip() or done.stdout.strip())[-_MOST_REASON:]
        raise CredentialError(
            f"{' '.join(command[:3])} ended with {done.returncode} for the secret key {key.text!r}: {reason}"
        )
    return done.stdout


@contextlib.contextmanager
def private_file(text: str = "") -> Iterator[str]:
    """Path of a file with ``text`` that only this user may read and that is gone afterwards."""
    descriptor, path = tempfile.mkstemp(prefix="groundcrew-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        yield path
    finally:
        os.unlink(path)


def write_private(path: str, text: str) -> None:
    """Replaces the file ``path`` by ``text``, mode 0600 from its first byte on, and makes its directory."""
    directory = os.path.dirname(os.path.abspath(path))
    os.makedirs(directory, mode=0o700, exist_ok=True)
    descriptor, waiting = tempfile.mkstemp(prefix=".groundcrew-", dir=directory)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(waiting, path)
    except BaseException:
        os.unlink(waiting)
        raise


def read(path: str) -> str:
    """The text of a file that a tool has just written."""
    with open(path, encoding="utf-8") as file:
        return file.read()
