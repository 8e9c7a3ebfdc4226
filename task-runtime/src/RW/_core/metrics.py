"""Keywords that deliver what an SLI measured."""

from __future__ import annotations

import decimal
import math
import numbers
import os
from typing import Any

from robot.api.deco import keyword
from robot.libraries.BuiltIn import BuiltIn

from RW import _mode
from RW._core import delivery
from RW._platform.logs import info_log, warning_log

_TYPES = ("untyped", "gauge", "histogram", "counter")


class Metrics:
    """By convention the last value without ``sub_name`` is the SLI, from 0 to 1 with 1 for healthy."""

    @keyword
    def push_metric(
        self,
        value: Any = None,
        sub_name: str | None = None,
        metric_type: str = "untyped",
        dry_run: bool = False,
        **labels: Any,
    ) -> Any:
        """Delivers the SLI's value, or with ``sub_name`` a component of it; returns the value, as number where it is one.

        Text is read as an integer, else as a decimal. What is no finite number is delivered as text and marked, so that
        the run can say so; it never becomes a number and does not fail the task. Nothing is delivered with ``dry_run``, or
        where the run has no location.
        """
        if metric_type not in _TYPES:
            raise ValueError(f"Expected a metric_type of {', '.join(_TYPES)}, found {metric_type!r}")
        number = number_of(value)
        if number is None:
            warning_log(f"Push Metric expected a number, found {value!r}: it counts as no value")
        returned = value if number is None else number
        if dry_run:
            info_log(f"Push Metric: {returned!r} is not delivered, as dry_run asks")
        elif os.environ.get("RW_LOCATION") or _mode.is_dev():
            _deliver(value, number, sub_name, metric_type, labels)
        return returned

    @keyword
    def run_keyword_and_push_metric(self, name: str, *args: Any) -> Any:
        """Runs a keyword and delivers what it returns as the SLI's value."""
        return self.push_metric(BuiltIn().run_keyword(name, *args))


def _deliver(value: Any, number: int | float | None, sub_name: Any, metric_type: str, labels: dict[str, Any]) -> None:
    line = {
        "value": number if number is not None else str(value),
        "numeric": number is not None,
        "subName": sub_name,
        "type": metric_type,
        "labels": {"workspace": os.environ.get("RW_WORKSPACE"), **labels},
    }
    named = "".join(f", {name} {value}" for name, value in labels.items())
    delivery.deliver(
        "metrics.jsonl", line, lambda: f"Metric{f' {sub_name}' if sub_name else ''}: {line['value']}{named}"
    )


def number_of(value: Any) -> int | float | None:
    """The finite number that ``value`` is or writes, True and False as 1 and 0; None when it is none."""
    if isinstance(value, str):
        value = _written(value.strip())
    try:
        if isinstance(value, numbers.Integral):
            # JSON and its readers have no integers beyond what a decimal can hold.
            return int(value) if math.isfinite(value) else None
        number = float(value) if isinstance(value, (numbers.Real, decimal.Decimal)) else math.nan
    except (OverflowError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _written(text: str) -> int | float | None:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return None
