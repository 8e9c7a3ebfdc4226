"""What collection libraries use of the platform from Python: values, errors, logs and the shell service."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from robot.api import logger

__all__ = [
    "FatalError",
    "Secret",
    "Service",
    "ShellServiceRequest",
    "ShellServiceRequestSecret",
    "ShellServiceResponse",
    "TaskError",
    "TaskFailure",
    "console_log",
    "console_log_if_true",
    "debug_log",
    "error_log",
    "execute_shell_command",
    "import_platform_variable",
    "info_log",
    "trace_log",
    "warning_log",
]


class TaskFailure(AssertionError):
    """The check itself ran and says that something is wrong."""

    ROBOT_SUPPRESS_NAME = True


class TaskError(RuntimeError):
    """The task could not do its work."""

    ROBOT_SUPPRESS_NAME = True


class FatalError(RuntimeError):
    """Nothing in this file can go on; Robot Framework stops the whole execution."""

    ROBOT_EXIT_ON_FAILURE = True
    ROBOT_SUPPRESS_NAME = True


class Secret:
    """A secret's name and value. As text it is one ``*`` a character, so it is never logged by accident."""

    def __init__(self, key: str, val: str) -> None:
        self._key = key
        self._value = val

    @property
    def key(self) -> str:
        """The variable it was imported by."""
        return self._key

    @property
    def value(self) -> str:
        """The value in clear. Each read is logged with the name only."""
        caller = sys._getframe(1)
        logger.debug(f"Secret {self._key!r} read by {caller.f_code.co_name} in {caller.f_globals.get('__name__')}")
        return self._value

    def __str__(self) -> str:
        return "*" * len(self._value)

    def __repr__(self) -> str:
        return f"Secret({self._key!r})"


@dataclass(frozen=True)
class Service:
    """Base URL of a shell service."""

    url: str


@dataclass
class ShellServiceRequestSecret:
    """A secret for a command: as a variable named by its key, or as a file whose path that variable holds."""

    secret: Secret
    as_file: bool = False


@dataclass
class ShellServiceRequest:
    """A command for the shell service; ``timeout_seconds`` bounds the whole HTTP exchange."""

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
        missing = [key for key in ("cmd", "parsedCmd", "stdout", "stderr", "returncode") if key not in obj]
        if missing:
            raise ValueError(f"Expected cmd, parsedCmd, stdout, stderr and returncode, found no {', '.join(missing)}")
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
    """Runs ``cmd`` through the shell service's ``POST /api/v1/cmd``.

    An answer other than 200, or none, is a response with that status and the reason in ``errors``; it does not raise.
    """
    wanted = ShellServiceRequest(cmd, request_secrets, env, files)
    request = urllib.request.Request(
        service.url.rstrip("/") + "/api/v1/cmd",
        data=json.dumps(wanted.to_json()).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=wanted.timeout_seconds) as answer:  # noqa: S310
            return ShellServiceResponse.from_json(json.load(answer), answer.status)
    except urllib.error.HTTPError as error:
        body = error.read(65536).decode(errors="replace")
        return ShellServiceResponse(cmd, status=error.code, body=body, errors=[f"{service.url} answered {error.code}"])
    except (OSError, ValueError) as error:
        return ShellServiceResponse(cmd, errors=[f"{service.url} could not run the command: {error}"])


def import_platform_variable(varname: str) -> str:
    """Value of the platform variable ``varname``. ValueError without ``RW_`` in front, ImportError when it is not set."""
    if not str(varname).startswith("RW_"):
        raise ValueError(f"Expected a platform variable that starts with RW_, found {varname!r}")
    value = os.environ.get(varname)
    if value is None:
        raise ImportError(f"Platform variable {varname} is not set for this run")
    return value


def _text(parts: tuple[Any, ...]) -> str:
    return " ".join(
        json.dumps(dataclasses.asdict(part), default=str)
        if dataclasses.is_dataclass(part) and not isinstance(part, type)
        else str(part)
        for part in parts
    )


def _log(level: str, msg: tuple[Any, ...], console: bool, if_true: Any) -> None:
    if if_true is not None and not if_true:
        return
    logger.write(_text(msg), level)
    if console:
        logger.console(_text(msg))


def error_log(*msg: Any, console: bool = False, if_true: Any = None) -> None:
    """Logs at level ERROR; with ``if_true`` only when that is true."""
    _log("ERROR", msg, console, if_true)


def warning_log(*msg: Any, console: bool = False, if_true: Any = None) -> None:
    """Logs at level WARN."""
    _log("WARN", msg, console, if_true)


def info_log(*msg: Any, console: bool = False, if_true: Any = None) -> None:
    """Logs at level INFO."""
    _log("INFO", msg, console, if_true)


def debug_log(*msg: Any, console: bool = False, if_true: Any = None) -> None:
    """Logs at level DEBUG."""
    _log("DEBUG", msg, console, if_true)


def trace_log(*msg: Any, console: bool = False, if_true: Any = None) -> None:
    """Logs at level TRACE."""
    _log("TRACE", msg, console, if_true)


def console_log(*msg: Any) -> None:
    """Prints to the run's output at once."""
    logger.console(_text(msg))


def console_log_if_true(condition: Any, *msg: Any) -> None:
    """Prints to the run's output when ``condition`` is true."""
    if condition:
        logger.console(_text(msg))
