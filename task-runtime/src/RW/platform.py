"""What collection libraries use of the platform from Python: values, errors, logs, the API and the shell service.

As a Robot library it offers the functions as keywords.
"""

from __future__ import annotations

from typing import Any

from RW import proxy
from RW._platform.api import form_access_token, get_authenticated_session
from RW._platform.environment import import_platform_variable
from RW._platform.logs import (
    console_log,
    console_log_if_true,
    debug_log,
    error_log,
    info_log,
    trace_log,
    warning_log,
)
from RW._platform.shell_service import (
    ShellServiceRequest,
    ShellServiceRequestSecret,
    ShellServiceResponse,
    execute_shell_command,
)
from RW._platform.values import FatalError, Secret, Service, TaskError, TaskFailure

__all__ = [
    "REQUEST_VERIFY",
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
    "form_access_token",
    "get_authenticated_session",
    "import_platform_variable",
    "info_log",
    "trace_log",
    "warning_log",
]


def __getattr__(name: str) -> Any:
    """``REQUEST_VERIFY``, the ``verify`` argument of ``requests``, is read when it is used: it belongs to the run."""
    if name == "REQUEST_VERIFY":
        return proxy.verify()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
