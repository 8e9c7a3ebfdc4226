"""The values that keywords hand to bundles, and the errors by which a task ends."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from robot.api import logger

_MOST_CALLERS = 8


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
        """The value in clear. Each read is logged with the secret's name and who called."""
        logger.debug(f"Secret {self._key!r} is read by {_callers()}")
        return self._value

    def __str__(self) -> str:
        return "*" * len(self._value)

    def __repr__(self) -> str:
        return f"Secret({self._key!r})"


def _callers() -> str:
    """The calls that led to the caller, innermost first, without those of Robot Framework itself."""
    names: list[str] = []
    frame = sys._getframe(2)
    while frame is not None and len(names) < _MOST_CALLERS:
        module = frame.f_globals.get("__name__", "")
        if not module.startswith("robot."):
            names.append(f"{module}.{frame.f_code.co_name}:{frame.f_lineno}")
        frame = frame.f_back  # type: ignore[assignment]
    return " < ".join(names) or "the suite"


@dataclass(frozen=True)
class Service:
    """Base URL of a shell service."""

    url: str
