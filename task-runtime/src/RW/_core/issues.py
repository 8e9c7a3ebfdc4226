"""The keyword that raises an issue."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

from robot.api.deco import keyword

from RW import _mode
from RW._core import delivery, report, text


def _text(value: Any) -> str | None:
    """Bundles pass lists and objects where the contract has text: lines of a list, an object as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)) and all(isinstance(line, str) for line in value):
        return "\n".join(value)
    return json.dumps(value, indent=2, default=str) if isinstance(value, (dict, list)) else str(value)


class Issues:
    """Issues are not failures: a task that raises some still passes."""

    @keyword
    def add_issue(
        self,
        severity: int,
        title: Any,
        expected: Any = "",
        actual: Any = "",
        reproduce_hint: Any = "",
        observed_at: Any = None,
        next_steps: Any = None,
        details: Any = None,
        summary: Any = None,
        **kwargs: Any,
    ) -> None:
        """Raises an issue: 1 unavailable, 2 degraded, 3 to look at eventually, 4 informational (and anything else).

        ``next_steps`` are lines, one step each. ``observed_at`` is ISO 8601, now where it is not given. Further arguments
        are kept with the issue, and may not replace what the keyword itself says.
        """
        issue = {
            "severity": severity if severity in (1, 2, 3) else 4,
            "title": _text(title),
            "expected": _text(expected),
            "actual": _text(actual),
            "reproduceHint": _text(reproduce_hint),
            "nextSteps": _text(next_steps),
            "details": _text(details),
            **delivery.task(),
            "observedAt": _moment(observed_at),
            "metadata": {"summary": summary},
        }
        issue = {**kwargs, **issue}
        delivery.deliver("issues.jsonl", issue, lambda: text.issue(issue))
        if not _mode.prints():
            report.add_line(issue, "issue", {})


def _moment(observed_at: Any) -> str:
    if isinstance(observed_at, datetime):
        return observed_at.isoformat()
    return str(observed_at) if observed_at else datetime.now(timezone.utc).isoformat()
