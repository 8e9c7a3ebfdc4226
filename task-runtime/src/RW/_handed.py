"""The secrets of a run by the variable they are imported as, without asking any provider."""

from __future__ import annotations

import os

from groundcrew_runtime import secrets
from RW import _mode
from RW._platform.environment import json_map


def provider_keys() -> dict[str, str]:
    """Variable → provider key, of ``RW_SECRETS_KEYS``."""
    return json_map("RW_SECRETS_KEYS")


def why_missing(variable: str) -> str | None:
    """Why the secret of ``variable`` could not be handed over; None when nothing is known."""
    return json_map("RW_SECRETS_MISSING").get(variable)


def value_of(variable: str) -> str | None:
    """The value that was handed over for ``variable``; in dev mode else the author's own. None without."""
    value = secrets.value_of(variable)
    return _of_author(variable) if value is None and _mode.is_dev() else value


def _of_author(variable: str) -> str | None:
    """The file that ``RW_FROM_FILE`` names, else the environment variable, both after ``RW_SECRET_REMAP``."""
    key = json_map("RW_SECRET_REMAP").get(variable, variable)
    files = json_map("RW_FROM_FILE")
    path = files.get(variable) or files.get(key)
    if path is None:
        return os.environ.get(key) or None
    try:
        with open(os.path.expanduser(path), encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise ImportError(
            f"Secret {variable} could not be read from {path}, which RW_FROM_FILE names: {error}"
        ) from error
