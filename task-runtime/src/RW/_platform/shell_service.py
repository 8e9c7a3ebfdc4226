"""Client of the shell service: commands that run elsewhere, next to the tools they need, or else in the task itself."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from RW._platform.values import Secret, Service

LOCAL = "local:"
"""URL of the service that is the task itself."""

_MOST_BYTES = 64 << 20
# A service says nothing until the command has ended, and some wait for a pod.
_SILENCE_SECONDS = 600
_FIELDS = ("cmd", "parsedCmd", "stdout", "stderr", "returncode")


@dataclass
class ShellServiceRequestSecret:
    """A secret for a command: as a variable named by its key, or as a file whose path that variable holds."""

    secret: Secret
    as_file: bool = False


@dataclass
class ShellServiceRequest:
    """A command for the shell service; the service may be silent for ``timeout_seconds`` before it is given up."""

    cmd: str
    request_secrets: list[ShellServiceRequestSecret] | None = None
    env: dict[str, str] | None = None
    files: dict[str, str] | None = None
    timeout_seconds: int = 60

    def to_json(self) -> dict[str, Any]:
        """The request body, secrets in clear."""
        return {
            "cmd": self.cmd,
            "secrets": [
                {"key": one.secret.key, "value": one.secret.value, "file": one.as_file}
                for one in self.request_secrets or []
            ],
            "env": self.env or {},
            "files": self.files or {},
        }


@dataclass
class ShellServiceResponse:
    """What a command printed and how it ended; ``returncode`` is -1 when it did not run to its end."""

    cmd: str
    parsed_cmd: list[str] | str | None = None
    stdout: str | None = None
    stderr: str | None = None
    returncode: int = -1
    status: int = 500
    body: str = ""
    errors: list[str] = field(default_factory=list)

    @classmethod
    def from_json(cls, obj: dict[str, Any], status_code: int = 200) -> ShellServiceResponse:
        """Reads ``{cmd, parsedCmd, stdout, stderr, returncode, errors?}``. Raises ValueError when one is missing."""
        if not isinstance(obj, dict):
            raise ValueError(f"Expected an object with {', '.join(_FIELDS)}, found {type(obj).__name__}")
        missing = [key for key in _FIELDS if key not in obj]
        if missing:
            raise ValueError(f"Expected {', '.join(_FIELDS)}, found no {', '.join(missing)}")
        return cls(
            cmd=obj["cmd"],
            parsed_cmd=obj["parsedCmd"],
            stdout=obj["stdout"],
            stderr=obj["stderr"],
            returncode=obj["returncode"],
            status=status_code,
            body=json.dumps(obj, default=str),
            errors=list(obj.get("errors") or []),
        )


def execute_shell_command(
    cmd: str,
    service: Service,
    request_secrets: list[ShellServiceRequestSecret] | None = None,
    env: dict[str, str] | None = None,
    files: dict[str, str] | None = None,
) -> ShellServiceResponse:
    """Runs ``cmd`` through the shell service's ``POST /api/v1/cmd``, or in the task where the service is :data:`LOCAL`.

    An answer other than 200, or none within 600 s, is a response with that status, 500 for none, and the reason in
    ``errors``; it does not raise.
    """
    wanted = ShellServiceRequest(cmd, request_secrets, env, files, _SILENCE_SECONDS)
    if service.url == LOCAL:
        return _in_task(wanted)
    request = urllib.request.Request(
        service.url.rstrip("/") + "/api/v1/cmd",
        data=json.dumps(wanted.to_json()).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=wanted.timeout_seconds) as answer:  # noqa: S310
            body = answer.read(_MOST_BYTES + 1)
            if len(body) > _MOST_BYTES:
                raise ValueError(f"expected at most {_MOST_BYTES} bytes, found more")
            return ShellServiceResponse.from_json(json.loads(body), answer.status)
    except urllib.error.HTTPError as error:
        text = error.read(65536).decode(errors="replace")
        return ShellServiceResponse(cmd, status=error.code, body=text, errors=[f"{service.url} answered {error.code}"])
    except (OSError, ValueError, http.client.HTTPException) as error:
        return ShellServiceResponse(cmd, errors=[f"{service.url} could not run the command: {error}"])


def _in_task(wanted: ShellServiceRequest) -> ShellServiceResponse:
    # Most runs need no shell.
    from RW._platform import local_shell

    try:
        return local_shell.run(wanted)
    except (OSError, ValueError) as error:
        return ShellServiceResponse(wanted.cmd, errors=[f"The task could not run the command: {error}"])
