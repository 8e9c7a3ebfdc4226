"""What the platform tells a run in its environment. Read at each call: one process serves many runs."""

from __future__ import annotations

import json
import os


def import_platform_variable(varname: str) -> str:
    """Value of the platform variable ``varname``. ValueError without ``RW_`` in front, ImportError when it is not set."""
    check(varname)
    value = os.environ.get(varname)
    if value is None:
        raise ImportError(f"Platform variable {varname} is not set for this run")
    return value


def check(varname: str) -> None:
    """ValueError unless ``varname`` is the name of a platform variable."""
    if not str(varname).startswith("RW_"):
        raise ValueError(f"Expected a platform variable that starts with RW_, found {varname!r}")


def json_map(name: str) -> dict[str, str]:
    """The environment variable ``name`` as a JSON object; empty when it is not set. ValueError when it is no object."""
    text = os.environ.get(name) or "{}"
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValueError(f"Expected a JSON object in {name}, found: {error}") from error
    if not isinstance(found, dict):
        raise ValueError(f"Expected a JSON object in {name}, found {type(found).__name__}")
    return found
