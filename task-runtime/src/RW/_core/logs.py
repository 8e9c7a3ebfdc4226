"""Keywords that end a task and keywords that log."""

from __future__ import annotations

from typing import Any

from robot.api.deco import keyword

from RW._platform import logs
from RW._platform.values import FatalError, Secret, TaskError, TaskFailure


class Logs:
    """Endings and log lines."""

    @keyword
    def task_failure(self, msg: Any) -> None:
        """Fails the task: the check ran and found something wrong."""
        raise TaskFailure(msg)

    @keyword
    def task_error(self, msg: Any) -> None:
        """Fails the task: it could not do its work."""
        raise TaskError(msg)

    @keyword
    def fatal_error(self, msg: Any) -> None:
        """Stops the whole file."""
        raise FatalError(msg)

    @keyword
    def error_log(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """Logs at level ERROR, with ``console`` also to the run's output; with ``if_true`` only when that is true."""
        logs.error_log(*msg, console=console, if_true=if_true)

    @keyword
    def warning_log(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """Logs at level WARN; arguments as in Error Log."""
        logs.warning_log(*msg, console=console, if_true=if_true)

    @keyword
    def info_log(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """Logs at level INFO; arguments as in Error Log."""
        logs.info_log(*msg, console=console, if_true=if_true)

    @keyword
    def debug_log(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """Logs at level DEBUG; arguments as in Error Log."""
        logs.debug_log(*msg, console=console, if_true=if_true)

    @keyword
    def trace_log(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """Logs at level TRACE; arguments as in Error Log."""
        logs.trace_log(*msg, console=console, if_true=if_true)

    @keyword
    def console_log(self, *msg: Any) -> None:
        """Prints to the run's output at once."""
        logs.console_log(*msg)

    @keyword
    def console_log_if_true(self, condition: Any, *msg: Any) -> None:
        """Prints to the run's output when ``condition`` is true."""
        logs.console_log_if_true(condition, *msg)

    @keyword
    def inspect_object_attributes(self, obj: Any) -> None:
        """Logs the public attributes of an object, for people who write a bundle. A secret's value stays hidden."""
        for name in dir(obj):
            if not name.startswith("_"):
                logs.info_log(f"{name} = {_shown(obj, name)}")


def _shown(obj: Any, name: str) -> str:
    if isinstance(obj, Secret) and name == "value":
        return str(obj)
    try:
        return repr(getattr(obj, name))
    except Exception as error:  # a property of a foreign object may raise anything
        return f"({type(error).__name__}: {error})"
