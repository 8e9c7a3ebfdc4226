"""The secrets of the running task: handed over on standard input, kept in memory, never in a file or the environment."""

from __future__ import annotations

import json
import os
import sys

_values: dict[str, str] = {}


def receive() -> None:
    """Reads ``{variable: value}`` as JSON from standard input to its end, then puts ``/dev/null`` in its place.

    Nothing at all means no secrets. Raises ValueError for anything else that is no object of texts.
    """
    text = sys.stdin.buffer.read()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    found = json.loads(text) if text.strip() else {}
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError("Expected the secrets as a JSON object of texts on standard input")
    _values.update(found)


def value_of(variable: str) -> str | None:
    """The value of the secret imported as ``variable``, None when the run has none of that name."""
    return _values.get(variable)
