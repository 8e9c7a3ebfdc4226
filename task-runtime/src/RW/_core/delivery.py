"""Where keywords leave what a run found: one JSON object a line in a file of ``${OUTPUTDIR}``, or on the author's screen."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from typing import Any

from robot.libraries.BuiltIn import BuiltIn

from RW import _mode
from RW._platform.logs import console_log

# What was printed in dev mode, per output directory: there is no file to read it from again.
_printed: dict[str, list[dict[str, Any]]] = {}


def _directory() -> str:
    return str(BuiltIn().get_variable_value("${OUTPUTDIR}"))


def _json(line: dict[str, Any]) -> str:
    """``line`` as JSON that every reader takes: keys are texts, and numbers that JSON does not know are texts too."""
    try:
        return json.dumps(line, default=str, allow_nan=False)
    except (TypeError, ValueError):
        return json.dumps(_tame(line), default=str, allow_nan=False)


def _tame(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _tame(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_tame(one) for one in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def deliver(file: str, line: dict[str, Any], for_people: Callable[[], str]) -> None:
    """Appends ``line`` to ``file``; in dev mode prints the text ``for_people`` instead."""
    text = _json(line)
    if _mode.prints():
        if file == "report.jsonl":
            _printed.setdefault(_directory(), []).append(json.loads(text))
        console_log(for_people())
        return
    # O_APPEND with one write: tasks may run keywords in threads.
    descriptor = os.open(os.path.join(_directory(), file), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        data = memoryview((text + "\n").encode())
        while data:
            data = data[os.write(descriptor, data) :]
    finally:
        os.close(descriptor)


def reported() -> list[dict[str, Any]]:
    """The report's lines so far."""
    if _mode.prints():
        return list(_printed.get(_directory(), []))
    path = os.path.join(_directory(), "report.jsonl")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def task() -> dict[str, Any]:
    """The fields of a line that say which task it is from; no name in a Suite Setup."""
    # All at once: for one that is not there, which is usual, Robot looks for names that are alike, which takes long.
    known = BuiltIn().get_variables(no_decoration=True)
    return {
        "taskName": known.get("TEST NAME"),
        "taskDoc": known.get("TEST DOCUMENTATION"),
        "taskStatus": known.get("TEST STATUS"),
        "taskMessage": known.get("TEST MESSAGE", ""),
    }
