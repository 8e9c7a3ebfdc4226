"""The keyword that writes a time span as tools want it."""

from __future__ import annotations

from robot.api.deco import keyword

_MINUTES, _SHORT, _WORDS = 1, 2, 3


class Windows:
    """Time spans."""

    @keyword
    def normalize_lookback_window(self, seconds: int, format_type: int = _SHORT) -> str:
        """A time span as text: 1 → whole minutes ``60``, 2 → ``90s`` or ``60m``, 3 → ``1 hour``, ``30 minutes``.

        What is left beside whole minutes, or whole hours in format 3, falls away, since many who read it know no smaller unit.
        In format 2 less than two minutes are seconds and an hour is ``60m``, never ``1h``; any other format is like 2.
        """
        if format_type == _MINUTES:
            return str(seconds // 60)
        if format_type == _WORDS:
            return _words(seconds)
        return f"{seconds // 60}m" if seconds >= 120 or seconds == 60 else f"{seconds}s"


def _words(seconds: int) -> str:
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= size:
            return _counted(seconds // size, unit)
    return _counted(seconds, "second")


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
