"""Log lines of a task, in Robot Framework's log and, where asked for, in the run's output at once."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from robot.api import logger
from robot.utils import is_truthy


def _text(parts: tuple[Any, ...]) -> str:
    return " ".join(
        json.dumps(dataclasses.asdict(part), default=str)
        if dataclasses.is_dataclass(part) and not isinstance(part, type)
        else str(part)
        for part in parts
    )


def _log(level: str, msg: tuple[Any, ...], console: bool, if_true: Any) -> None:
    if if_true is not None and not is_truthy(if_true):
        return
    logger.write(_text(msg), level)
    if console:
        logger.console(_text(msg))


def error_log(*msg: Any, console: bool = False, if_true: Any = None) -> None:
    """Logs at level ERROR; with ``console`` also in the run's output, with ``if_true`` only when that is true.

    The texts ``False``, ``No``, ``Off``, ``None``, ``0`` and the empty one are not true, as everywhere in Robot Framework.
    """
    _log("ERROR", msg, console, if_true)


def warning_log(*msg: Any, console: bool = False, if_true: Any = None) -> None:
    """Logs at level WARN; arguments as in :func:`error_log`."""
    _log("WARN", msg, console, if_true)


def info_log(*msg: Any, console: bool = False, if_true: Any = None) -> None:
    """Logs at level INFO; arguments as in :func:`error_log`."""
    _log("INFO", msg, console, if_true)


def debug_log(*msg: Any, console: bool = False, if_true: Any = None) -> None:
    """Logs at level DEBUG; arguments as in :func:`error_log`."""
    _log("DEBUG", msg, console, if_true)


def trace_log(*msg: Any, console: bool = False, if_true: Any = None) -> None:
    """Logs at level TRACE; arguments as in :func:`error_log`."""
    _log("TRACE", msg, console, if_true)


def console_log(*msg: Any) -> None:
    """Prints to the run's output at once."""
    logger.console(_text(msg))


def console_log_if_true(condition: Any, *msg: Any) -> None:
    """Prints to the run's output when ``condition`` is true."""
    if is_truthy(condition):
        logger.console(_text(msg))
